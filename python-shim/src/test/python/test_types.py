"""The .pyi files say what the modules have."""

import ast
import importlib
import runpy
import sys
import unittest
from pathlib import Path

from triglot import _options

FOLDER = Path("src/main/resources/triglot/python")
ENTRIES = ("triglot", "triglot.store", "gpt4all", "gpt4all.gpt4all", "llama_cpp")


def stub(module):
    base = FOLDER.joinpath(*module.split("."))
    file = base / "__init__.pyi" if base.is_dir() else base.with_suffix(".pyi")
    return ast.parse(file.read_text())


def names(body):
    """What statements define, the ones for type checkers alone included."""
    for entry in body:
        if isinstance(entry, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield entry.name
        elif isinstance(entry, ast.AnnAssign):
            yield entry.target.id
        elif isinstance(entry, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname for alias in entry.names if alias.asname)


def classes(module):
    return {entry.name: entry for entry in stub(module).body if isinstance(entry, ast.ClassDef)}


class TypesTest(unittest.TestCase):
    def test_every_public_name_has_a_type(self):
        for name in ENTRIES:
            missing = set(importlib.import_module(name).__all__) - set(names(stub(name).body))
            self.assertEqual(missing, set(), name)

    def test_classes_have_the_members_of_their_stubs_and_no_others(self):
        for name in ENTRIES:
            module = importlib.import_module(name)
            for kind, entry in classes(name).items():
                actual = getattr(module, kind, None)
                if actual is None or issubclass(actual, (tuple, Exception)):
                    continue
                typed = {member for member in names(entry.body) if not member.startswith("_")}
                own = {member for member in vars(actual) if not member.startswith("_")}
                self.assertEqual(own - typed, {"close"} & own - typed, f"{name}.{kind}")
                for member in typed - own:
                    # attributes of instances
                    self.assertTrue(any(isinstance(e, ast.AnnAssign) and e.target.id == member for e in entry.body), member)

    def test_records_have_the_fields_of_their_stubs(self):
        module = importlib.import_module("triglot")
        for kind, entry in classes("triglot").items():
            actual = getattr(module, kind, None)
            if actual is not None and issubclass(actual, tuple):
                self.assertEqual(tuple(names(entry.body)), actual._fields)

    def test_options_are_those_of_the_tables(self):
        for kind, table in (
            ("GenerationOptions", _options.GENERATION),
            ("SessionOptions", _options.SESSION),
            ("ChatOptions", _options.CHAT),
            ("OpenOptions", _options.OPEN),
        ):
            self.assertEqual(set(names(classes("triglot")[kind].body)), set(table), kind)

    def test_errors_have_the_bases_of_their_stubs(self):
        module = importlib.import_module("triglot")
        for kind, entry in classes("triglot").items():
            actual = getattr(module, kind, None)
            if actual is not None and issubclass(actual, Exception):
                self.assertEqual([base.id for base in entry.bases], [base.__name__ for base in actual.__bases__])

    def test_the_reference_is_up_to_date(self):
        sys.argv[:1] = ["reference.py"]  # runpy sets it for a while, and a context may have none
        reference = runpy.run_path("src/docs/reference.py")
        self.assertEqual(Path("../docs/python.md").read_text(encoding="utf-8"), reference["main"]())
