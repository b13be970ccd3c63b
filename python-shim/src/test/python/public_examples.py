"""Runs the Python examples of the gpt4all package's documentation against this module.

    triglot python public_examples.py SUITE MODELS

SUITE and MODELS are those of public_suite.py; MODELS has local files under all names that the examples open. The
examples run as they are, in a home folder of their own; one that needs another package, or a GPU, says so.
"""

import contextlib
import io
import os
import re
import sys
import tempfile
import textwrap
import traceback
from pathlib import Path

_BLOCK = re.compile(r"^( *)```\s*py\w*[^\n]*\n(.*?)^\1```", re.S | re.M)
_PAGES = ("README.md", "docs/index.md", "docs/gpt4all_python/*.md", "docs/old/*.md")
_OTHER_PACKAGES = {"openlit", "nomic", "openai"}
# Where the examples look for models: below the home folder, and of Windows' own folder.
_FOLDERS = (
    ".cache/gpt4all",
    ".local/share/nomic.ai/GPT4All",
    "Library/Application Support/nomic.ai/GPT4All",
    "nomic.ai/GPT4All",
)


def examples(suite):
    """The name and the text of each example; those of a page build on each other."""
    for pattern in _PAGES:
        for page in sorted(suite.glob(pattern)):
            for number, block in enumerate(_BLOCK.finditer(page.read_text()), 1):
                yield page, f"{page.relative_to(suite)} {number}", textwrap.dedent(block.group(2))


def outcome(text, names):
    """How an example ends: "passed", or why it does not."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, "<example>", "exec"), names)
        return "passed"
    except ModuleNotFoundError as missing:
        if missing.name in _OTHER_PACKAGES:
            return f"skipped: needs the package {missing.name}"
        return f"FAILED\n{traceback.format_exc()}"
    except ValueError as refused:
        if "device='gpu'" in text and "GPU" in str(refused):
            return "skipped: needs a GPU"
        return f"FAILED\n{traceback.format_exc()}"
    except Exception:
        return f"FAILED\n{traceback.format_exc()}"


def furnish(home, models):
    """A home folder in which every folder of models has all of them."""
    for folder in _FOLDERS:
        target = home / folder
        target.mkdir(parents=True)
        for model in models.iterdir():
            (target / model.name).symlink_to(model.resolve())
    os.environ.update(HOME=str(home), LOCALAPPDATA=str(home))


def main(suite, models):
    suite, models = Path(suite), Path(models)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        furnish(home, models)
        # Only now: the default folder is found at import.
        from gpt4all import _download
        from public_suite import serve

        server, port = serve(models)
        _download.MODEL_LIST_URL = f"http://127.0.0.1:{port}/models3.json"
        _download.MODEL_FOLDER_URL = f"http://127.0.0.1:{port}/"
        failed = 0
        names = {}
        for page, name, text in examples(suite):
            result = outcome(text, names.setdefault(page, {}))
            failed += result.startswith("FAILED")
            print(f"{name}: {result}", flush=True)
        server.shutdown()
        server.server_close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
