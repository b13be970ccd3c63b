"""Writes the reference of the Python modules, docs/python.md, from their docstrings and types.

    python src/docs/reference.py ../docs/python.md
"""

import ast
import inspect
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "main/resources/triglot/python"
MODULES = ("triglot", "triglot.store", "gpt4all", "llama_cpp")
DEFAULTS = {
    "GenerationOptions": "GENERATION",
    "SessionOptions": "SESSION",
    "ChatOptions": "CHAT",
    "OpenOptions": "OPEN",
}
HEAD = """\
# The Python modules

Written by `python-shim/src/docs/reference.py` from docstrings and types: change those, not this page.

"""


def main():
    return HEAD + "\n".join(module(name) for name in MODULES)


def module(name):
    code, types = parsed(name, ".py"), parsed(name, ".pyi")
    if name == "gpt4all":
        types = parsed("gpt4all.gpt4all", ".pyi")
    docs = docstrings(name.split(".")[0] if name != "triglot.store" else name)
    text = [f"## Module `{name}`\n", paragraph(ast.get_docstring(code))]
    errors = [entry for entry in types.body if is_error(entry)]
    for entry in types.body:
        if isinstance(entry, ast.ClassDef) and entry not in errors and not entry.name.startswith("_"):
            text.append(class_text(entry, docs))
        elif isinstance(entry, (ast.FunctionDef, ast.AsyncFunctionDef)):
            text.append(f"### {signature(entry)}\n\n{paragraph(docs.get(entry.name))}")
    if errors:
        text.append("### Errors\n\n| error | is also | |\n|---|---|---|")
        for entry in errors:
            bases = ", ".join(f"`{base.id}`" for base in entry.bases)
            text.append(f"| `{entry.name}` | {bases} | {first_line(docs.get(entry.name))} |")
        text.append("")
    return "\n".join(text)


def is_error(entry):
    return isinstance(entry, ast.ClassDef) and entry.name.endswith("Error")


def parsed(name, ending):
    base = SOURCES.joinpath(*name.split("."))
    file = base / f"__init__{ending}" if base.is_dir() else base.with_suffix(ending)
    return ast.parse(file.read_text(encoding="utf-8"))


def docstrings(name):
    """The docstrings of a module's or a package's functions, classes and, as class.name, methods."""
    base = SOURCES.joinpath(*name.split("."))
    found = {}
    for file in sorted(base.glob("*.py")) if base.is_dir() else [base.with_suffix(".py")]:
        for entry in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.setdefault(entry.name, ast.get_docstring(entry))
            if isinstance(entry, ast.ClassDef):
                for member in entry.body:
                    if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
                        # A property's setter comes after it.
                        found.setdefault(f"{entry.name}.{member.name}", ast.get_docstring(member))
    return found


def class_text(entry, docs):
    kinds = {base.id for base in entry.bases if isinstance(base, ast.Name)}
    if entry.name in DEFAULTS:
        return options(entry)
    title = f"### class `{entry.name}`\n"
    if kinds & {"NamedTuple", "TypedDict"} or not docs.get(entry.name) and not methods(entry):
        fields = [f"`{member.target.id}: {ast.unparse(member.annotation)}`" for member in attributes(entry)]
        return f"{title}\n{paragraph(docs.get(entry.name))}{', '.join(fields)}\n" if fields else ""
    text = [title, paragraph(docs.get(entry.name))]
    for member in methods(entry):
        described = docs.get(f"{entry.name}.{member.name}") or inherited(member.name)
        text.append(f"#### {signature(member, entry.name)}\n\n{paragraph(described)}")
    for member in attributes(entry):
        if described := docs.get(f"{entry.name}.{member.target.id}"):
            text.append(f"#### `{entry.name}.{member.target.id}`\n\n{paragraph(described)}")
    return "\n".join(text)


def methods(entry):
    """The public ones, of overloads the first."""
    named = {}
    for member in entry.body:
        if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)) and not member.name.startswith("_"):
            named.setdefault(member.name, member)
    return named.values()


def attributes(entry):
    return [member for member in entry.body if isinstance(member, ast.AnnAssign)]


def inherited(name):
    return "As `stream` and `close`." if name == "aclose" else None


def options(entry):
    table = next(
        node.value
        for node in parsed("triglot._options", ".py").body
        if isinstance(node, ast.Assign) and node.targets[0].id == DEFAULTS[entry.name]
    )
    defaults = {key.value: ast.unparse(value.elts[0]) for key, value in zip(table.keys, table.values)}
    rows = [f"### `{entry.name}`: what `**options` stands for\n", "| option | type | default |", "|---|---|---|"]
    for member in attributes(entry):
        kind = ast.unparse(member.annotation).replace("|", "\\|")
        rows.append(f"| `{member.target.id}` | `{kind}` | `{defaults[member.target.id]}` |")
    return "\n".join(rows) + "\n"


def signature(entry, owner=None):
    if any(isinstance(mark, ast.Name) and mark.id == "property" for mark in entry.decorator_list):
        return f"`{owner}.{entry.name}`"
    arguments = ast.unparse(entry.args).removeprefix("self, ").removeprefix("self").removeprefix("cls, ")
    arguments = arguments.replace("Unpack[", "").replace("Options]", "Options")
    kind = "async " if isinstance(entry, ast.AsyncFunctionDef) else ""
    name = f"{owner}.{entry.name}" if owner else entry.name
    return f"`{kind}{name}({arguments})`"


def paragraph(text):
    """A docstring as Markdown: its Args and other sections are lists."""
    if not text:
        return ""
    lines, section = [], False
    for line in inspect.cleandoc(text).splitlines():
        if line in ("Args:", "Returns:", "Raises:", "Attributes:"):
            section = True
            lines += [f"{line}", ""]
        elif section and line.startswith("    ") and not line.startswith("     "):
            name, colon, rest = line.strip().partition(": ")
            lines.append(f"- `{name}`: {rest}" if colon else f"- {line.strip()}")
        elif section and line.startswith("     "):
            lines.append("  " + line.strip())
        else:
            section = section and line == ""
            lines.append(line)
    return "\n".join(lines) + "\n"


def first_line(text):
    return (text or "Whatever else goes wrong.").splitlines()[0]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(main(), encoding="utf-8")
