"""The examples run, with a model of a few kilobytes."""

import io
import json
import runpy
import shutil
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

EXAMPLES = Path("../examples/src/main/python").resolve()
MODEL = Path("src/test/resources/tiny-chat.gguf").resolve()


def run(name, *arguments, typed=""):
    """What an example prints; it may end with exit code 0."""
    out = io.StringIO()
    argv = [str(EXAMPLES / name), *(str(argument) for argument in arguments)]
    with redirect_stdout(out), mock.patch.object(sys, "argv", argv), mock.patch.object(sys, "stdin", io.StringIO(typed)):
        try:
            runpy.run_path(argv[0], run_name="__main__")
        except SystemExit as exit:
            if exit.code:
                raise
    return out.getvalue()


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_stream(self):
        self.assertRegex(run("stream.py", MODEL, "Hello"), r"\((length|stop); \d+ tokens\)")

    def test_chat(self):
        out = run("chat.py", MODEL, typed="Hello\nAnd you?\n\n")
        self.assertIn("5 messages", out)

    def test_search(self):
        self.assertEqual(len(run("search.py", MODEL).splitlines()), 4)
        # A text is nearest to itself.
        first = run("search.py", MODEL, "Interest rates rose by half a percent.").splitlines()[0]
        self.assertEqual(first, "1.000  Interest rates rose by half a percent.")

    def test_saved_conversation(self):
        state = self.folder / "state"
        self.assertNotIn("read already", run("saved_conversation.py", MODEL, state))
        self.assertIn("tokens are read already", run("saved_conversation.py", MODEL, state))

    def test_side_by_side(self):
        self.assertEqual(run("side_by_side.py", MODEL).count("A triangle has"), 1)

    def test_compatible(self):
        self.assertTrue(run("compatible.py", MODEL.parent, MODEL.name).endswith("5 messages\n"))

    def notes(self, *arguments, typed=""):
        return run("notes.py", "--model", MODEL, "--notes", self.folder, *arguments, typed=typed)

    def test_notes(self):
        self.assertIn("no notes yet", self.notes("ask", "why?"))
        self.notes("add", "Cats", "The cat", "sleeps on the warm window sill.")
        self.notes("add", "Rates", "Interest rates rose by half a percent.")
        self.assertEqual(self.notes("list"), "Cats (8 words)\nRates (7 words)\n")
        self.assertTrue(self.notes("find", "Interest rates rose by half a percent.").startswith("1.00  Rates"))
        vectors = json.loads((self.folder / "index.json").read_text())["vectors"]
        self.assertEqual(len(vectors), 2)
        self.assertIn("from: Cats, Rates", self.notes("ask", "What does the cat do?"))
        self.assertEqual([line.split(":")[0] for line in self.notes("summaries").splitlines() if ":" in line][:1], ["Cats"])
        self.assertIn("(1 messages so far)", self.notes("talk", typed="Hello\n\n"))
        self.assertIn("(3 messages so far)", self.notes("talk", typed="\n"))

    def test_notes_tell_what_went_wrong(self):
        with self.assertRaises(SystemExit) as ended:
            run("notes.py", "--model", self.folder / "none.gguf", "--notes", self.folder, "find", "x")
        self.assertEqual(ended.exception.code, 2)
