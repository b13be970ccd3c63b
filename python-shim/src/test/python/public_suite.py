"""Runs the public test-suite of the gpt4all package 2.8.2 against this module.

    python public_suite.py SUITE MODELS [pytest arguments]

SUITE is the folder gpt4all-bindings/python of the GPT4All repository at the tag python-v2.8.2; MODELS has local
files under the names that the suite opens. A loopback server takes the place of GPT4All's: it lists and serves
the files of MODELS. pytest must be importable.
"""

import hashlib
import http.server
import json
import sys
import tempfile
import threading
from pathlib import Path

_CHAT = {
    "systemPrompt": "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n",
    "promptTemplate": "<|im_start|>user\n%1<|im_end|>\n<|im_start|>assistant\n%2<|im_end|>\n",
}


def serve(models):
    files = {path.name: path for path in models.iterdir() if path.is_file()}
    listed = [
        {"filename": name, "filesize": str(path.stat().st_size), "md5sum": _md5(path), **_CHAT}
        for name, path in files.items()
    ]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rsplit("/", 1)[-1]
            body = json.dumps(listed).encode() if name == "models3.json" else files[name].read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.socket.getsockname()[1]


def _md5(path):
    digest = hashlib.md5()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class PlainFolders:
    """pytest's own tmp_path does not come to an end on GraalPy 25.0.3."""

    def __init__(self, pytest):
        @pytest.fixture
        def tmp_path(self):
            with tempfile.TemporaryDirectory() as folder:
                yield Path(folder)

        type(self).tmp_path = tmp_path


def main(suite, models, *arguments):
    import pytest
    from gpt4all import _download, gpt4all

    models = Path(models)
    server, port = serve(models)
    _download.MODEL_LIST_URL = f"http://127.0.0.1:{port}/models3.json"
    _download.MODEL_FOLDER_URL = f"http://127.0.0.1:{port}/"
    gpt4all.DEFAULT_MODEL_DIRECTORY = models
    with tempfile.TemporaryDirectory() as folder:
        # A copy, so that the suite's own gpt4all package is not imported.
        copy = Path(folder, "test_public.py")
        copy.write_text(Path(suite, "gpt4all", "tests", "test_gpt4all.py").read_text())
        result = pytest.main(["-p", "no:cacheprovider", "-rfE", "--tb=short", *arguments, str(copy)], plugins=[PlainFolders(pytest)])
    server.shutdown()
    server.server_close()
    return result


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
