"""The example notebooks run, and show what they are kept with; they need the default model."""

import itertools
import pathlib
import subprocess
import sys
import tempfile
import unittest

import nbformat

FOLDER = pathlib.Path(__file__).resolve().parents[4] / "examples" / "notebooks"


def kinds(notebook):
    """What each cell shows, without what a model wrote, and in how many pieces."""
    return [
        [kind for kind, _ in itertools.groupby((o.output_type, sorted(o.get("data", {}))) for o in cell.outputs)]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


class NotebookTests(unittest.TestCase):
    def run_notebook(self, name):
        with tempfile.TemporaryDirectory() as folder:
            result = pathlib.Path(folder) / "result.ipynb"
            command = ["-m", "jupyter", "execute", f"--output={result}", "--kernel_name=triglot", str(FOLDER / name)]
            done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            executed = nbformat.read(result, as_version=4)
        kept = nbformat.read(FOLDER / name, as_version=4)
        self.assertEqual(kinds(executed), kinds(kept))
        self.assertTrue(any(kinds(kept)))
        return executed

    def test_first_steps(self):
        self.run_notebook("first-steps.ipynb")

    def test_one_model_in_three_languages(self):
        last = self.run_notebook("one-model-in-three-languages.ipynb").cells[-2]
        self.assertRegex(last.outputs[0].data["text/plain"], r"^\[\('\w+', \d+\)")

    def test_embeddings(self):
        cells = self.run_notebook("embeddings.ipynb").cells
        pictures = [o.data["image/svg+xml"] for c in cells for o in c.get("outputs", []) if "image/svg+xml" in o.get("data", {})]
        self.assertEqual(pictures[0].count("<rect"), 36)


if __name__ == "__main__":
    unittest.main()
