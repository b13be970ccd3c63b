"""What hosted scripts take for granted about files."""

import os
import tempfile
import unittest
from pathlib import Path


class RenameTest(unittest.TestCase):
    def test_files_can_be_renamed_and_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = Path(folder, "first"), Path(folder, "second")
            first.write_text("1")
            second.write_text("2")
            first.replace(second)
            self.assertEqual(second.read_text(), "1")
            os.rename(second, first)
            self.assertEqual(os.listdir(folder), ["first"])

    def test_a_missing_file_is_a_file_not_found_error(self):
        with self.assertRaises(FileNotFoundError):
            os.replace("missing", "other")
