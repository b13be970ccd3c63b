"""The module gpt4all, with a list of models and files on a loopback server."""

import hashlib
import http.server
import inspect
import json
import re
import shutil
import tempfile
import threading
import unittest
import warnings
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import gpt4all
import triglot
from gpt4all import GPT4All, Embed4All
from gpt4all import _download
from test_triglot import MODEL

FILE = Path(MODEL).read_bytes()
TEMPLATE = "<u>{0}<a>"
GREEDY = {"temp": 0, "max_tokens": 6}


class Server(http.server.BaseHTTPRequestHandler):
    """Serves the list and the file, with ranges; where `break_at` is set it hangs up there, once."""

    break_at = None
    ranges = []

    def do_GET(self):
        if self.path.endswith(".json"):
            return self.answer(200, json.dumps(Server.entries).encode())
        if "tiny" not in self.path:
            return self.send_error(404)
        start = 0
        if (given := self.headers.get("Range")) is not None:
            start = int(given.removeprefix("bytes=").removesuffix("-"))
            Server.ranges.append(start)
        body, Server.break_at, end = FILE[start:], None, Server.break_at
        self.answer(206 if start else 200, body, end)

    def answer(self, status, body, end=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:end])

    def log_message(self, *arguments):
        pass


def entry(filename, **changes):
    return {
        "filename": filename,
        "filesize": str(len(FILE)),
        "md5sum": hashlib.md5(FILE).hexdigest(),
        "systemPrompt": "<s>Be brief.",
        "promptTemplate": "<u>%1<a>%2",
        **changes,
    }


Server.entries = [
    entry("tiny.gguf"),
    entry("tiny-sha.gguf", md5sum=None, sha256sum=hashlib.sha256(FILE).hexdigest()),
    entry("tiny-bad.gguf", md5sum="0" * 32),
    entry("tiny-size.gguf", filesize="5"),
]


class WithServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        port = server.socket.getsockname()[1]  # GraalPy knows it only once the socket listens
        _download.MODEL_LIST_URL = f"http://127.0.0.1:{port}/models3.json"
        _download.MODEL_FOLDER_URL = f"http://127.0.0.1:{port}/"

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        Server.ranges = []
        quiet = redirect_stderr(StringIO())
        self.told = quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)


class NamesTest(unittest.TestCase):
    """Every name of version 2.8.2, with its arguments and defaults."""

    def signature(self, function):
        return re.sub(r"<function (\w+).*?>", r"\1", str(inspect.signature(function)))

    def test_the_module(self):
        from gpt4all import gpt4all as module

        self.assertEqual(set(gpt4all.__all__), {"CancellationError", "Embed4All", "GPT4All"})
        self.assertTrue(issubclass(gpt4all.CancellationError, Exception))
        self.assertEqual(module.DEFAULT_MODEL_DIRECTORY, Path.home() / ".cache" / "gpt4all")
        self.assertEqual(module.DEFAULT_PROMPT_TEMPLATE, "### Human:\n{0}\n\n### Assistant:\n")

    def test_gpt4all(self):
        for function, expected in (
            (
                GPT4All,
                "(model_name, *, model_path=None, model_type=None, allow_download=True, n_threads=None, device=None,"
                " n_ctx=2048, ngl=100, verbose=False)",
            ),
            (
                GPT4All.generate,
                "(self, prompt, *, max_tokens=200, temp=0.7, top_k=40, top_p=0.4, min_p=0.0, repeat_penalty=1.18,"
                " repeat_last_n=64, n_batch=8, n_predict=None, streaming=False, callback=empty_response_callback)",
            ),
            (
                GPT4All.chat_session,
                "(self, system_prompt=None, prompt_template=None, *, system_message=None, chat_template=None)",
            ),
            (GPT4All.retrieve_model, "(model_name, model_path=None, allow_download=True, verbose=False)"),
            (
                GPT4All.download_model,
                "(model_filename, model_path, verbose=True, url=None, expected_size=None, expected_md5=None, *,"
                " expected_sha256=None)",
            ),
            (GPT4All.list_models, "()"),
            (GPT4All.list_gpus, "()"),
            (GPT4All.close, "(self)"),
        ):
            self.assertEqual(self.signature(function), expected)
        for name in ("backend", "device", "current_chat_session"):
            self.assertIsInstance(getattr(GPT4All, name), property)
        self.assertIsNotNone(GPT4All.current_chat_session.fset)

    def test_embed4all(self):
        for function, expected in (
            (Embed4All, "(model_name=None, *, n_threads=None, device=None, **kwargs)"),
            (
                Embed4All.embed,
                "(self, text, *, prefix=None, dimensionality=None, long_text_mode='mean', return_dict=False,"
                " atlas=False, cancel_cb=None)",
            ),
            (Embed4All.close, "(self)"),
        ):
            self.assertEqual(self.signature(function), expected)
        self.assertEqual(Embed4All.MIN_DIMENSIONALITY, 64)

    def test_the_low_level_object(self):
        from gpt4all.gpt4all import LLModel

        for name in (
            "generate_embeddings",
            "prompt_model",
            "prompt_model_streaming",
            "set_thread_count",
            "thread_count",
            "close",
            "load_model",
            "init_gpu",
            "list_gpus",
        ):
            self.assertTrue(callable(getattr(LLModel, name)), name)
        shown = inspect.signature(LLModel._generate).parameters
        expected = {
            "n_predict": 4096,
            "top_k": 40,
            "top_p": 0.9,
            "min_p": 0.0,
            "temp": 0.1,
            "n_batch": 8,
            "repeat_penalty": 1.2,
            "repeat_last_n": 10,
            "context_erase": 0.75,
            "reset_context": False,
            "special": False,
        }
        self.assertEqual({name: shown[name].default for name in expected}, expected)


class DownloadTest(WithServer):
    def test_a_missing_model_is_downloaded_and_checked(self):
        config = GPT4All.retrieve_model("tiny", model_path=self.folder, verbose=True)
        self.assertEqual(Path(config["path"]), self.folder / "tiny.gguf")
        self.assertEqual((self.folder / "tiny.gguf").read_bytes(), FILE)
        self.assertEqual(config["promptTemplate"], "<u>{0}<a>{1}")
        self.assertIn("Downloading", self.told.getvalue())
        self.assertIn("Verifying", self.told.getvalue())
        again = GPT4All.retrieve_model("tiny.gguf", self.folder, verbose=True)
        self.assertEqual(again, config)
        self.assertIn("Found model file", self.told.getvalue())

    def test_the_default_folder_may_be_set(self):
        from gpt4all import gpt4all as module

        old, module.DEFAULT_MODEL_DIRECTORY = module.DEFAULT_MODEL_DIRECTORY, self.folder / "new"
        try:
            self.assertEqual(GPT4All("tiny", verbose=False).config["path"], str(self.folder / "new" / "tiny.gguf"))
        finally:
            module.DEFAULT_MODEL_DIRECTORY = old

    def test_an_interrupted_download_goes_on_where_it_stopped(self):
        Server.break_at = 1000
        GPT4All.download_model("tiny.gguf", self.folder, verbose=False)
        self.assertEqual(Server.ranges, [1000])
        self.assertEqual((self.folder / "tiny.gguf").read_bytes(), FILE)

    def test_a_part_of_an_earlier_run_is_used(self):
        (self.folder / "tiny.gguf.part").write_bytes(FILE[:2000])
        GPT4All.retrieve_model("tiny", model_path=self.folder)
        self.assertEqual(Server.ranges, [2000])
        self.assertFalse((self.folder / "tiny.gguf.part").exists())

    def test_a_part_that_does_not_fit_is_thrown_away(self):
        (self.folder / "tiny.gguf.part").write_bytes(b"x" * 2000)
        GPT4All.retrieve_model("tiny", model_path=self.folder)
        self.assertEqual((self.folder / "tiny.gguf").read_bytes(), FILE)

    def test_damage_is_an_error(self):
        for name, message in (("tiny-bad", "MD5"), ("tiny-size", "file size")):
            with self.assertRaisesRegex(ValueError, message):
                GPT4All.retrieve_model(name, model_path=self.folder)
            self.assertEqual(list(self.folder.iterdir()), [])
        GPT4All.retrieve_model("tiny-sha", model_path=self.folder)
        Server.entries[1]["sha256sum"] = "0" * 64
        (self.folder / "tiny-sha.gguf").unlink()
        with self.assertRaisesRegex(ValueError, "SHA256"):
            GPT4All.retrieve_model("tiny-sha", model_path=self.folder)

    def test_what_is_not_there(self):
        with self.assertRaises(FileNotFoundError):
            GPT4All("missing", model_path=self.folder, allow_download=False)
        with self.assertRaises(FileNotFoundError):
            GPT4All("missing", model_path=self.folder / "none", allow_download=False)
        with self.assertRaisesRegex(ValueError, "404"):
            GPT4All("missing", model_path=self.folder)


class GenerateTest(unittest.TestCase):
    def setUp(self):
        self.model = self.open(n_threads=1)

    def open(self, **options):
        model = GPT4All("tiny", model_path=Path(MODEL).parent, allow_download=False, n_ctx=64, **options)
        self.addCleanup(model.close)
        return model

    def test_a_text_and_its_stream_are_the_same(self):
        whole = self.model.generate("Hello", **GREEDY)
        self.assertIsInstance(whole, str)
        self.assertEqual("".join(self.model.generate("Hello", streaming=True, **GREEDY)), whole)
        self.assertEqual(self.model.generate("Hello", temp=0, n_predict=6, max_tokens=1), whole)

    def test_a_callback_hears_and_stops(self):
        heard = []
        text = self.model.generate("Hello", callback=lambda id, text: heard.append((id, text)) or len(heard) < 2, **GREEDY)
        self.assertEqual("".join(text for _, text in heard), text)
        self.assertTrue(all(type(id) is int for id, _ in heard))
        self.assertEqual(len(heard), 2)
        count = 0

        def second(token_id, response):
            nonlocal count
            count += 1
            return count < 2

        self.assertEqual(len(list(self.model.generate("Hello", streaming=True, callback=second, **GREEDY))), 1)

    def test_a_callback_that_raises_does_not_block_the_reader(self):
        def fail(token_id, response):
            raise KeyError("mine")

        for streaming in (False, True):
            with self.assertRaises(KeyError):
                list(self.model.generate("Hello", callback=fail, streaming=streaming, **GREEDY))
        self.assertTrue(self.model.generate("Hello", **GREEDY))

    def test_a_chat_session_remembers_until_it_ends(self):
        self.assertIsNone(self.model.current_chat_session)
        with self.model.chat_session("Be brief.", TEMPLATE) as same:
            self.assertIs(same, self.model)
            first = self.model.generate("Hi", **GREEDY)
            second = "".join(self.model.generate("Ho", streaming=True, **GREEDY))
            self.assertEqual(
                self.model.current_chat_session,
                [
                    {"role": "system", "content": "Be brief."},
                    {"role": "user", "content": "Hi"},
                    {"role": "assistant", "content": first},
                    {"role": "user", "content": "Ho"},
                    {"role": "assistant", "content": second},
                ],
            )
        self.assertIsNone(self.model.current_chat_session)

    def test_a_session_sees_its_past(self):
        with self.model.chat_session("", "{0}"):
            self.model.generate("Hello", **GREEDY)
            past = self.model.model._context[:]
            self.model.generate("again", **GREEDY)
            self.assertEqual(self.model.model._context[: len(past)], past)

    def test_a_long_chat_drops_its_oldest_part(self):
        with self.model.chat_session("Be brief.", TEMPLATE):
            for _ in range(8):
                self.assertTrue(self.model.generate("Hello world how are you", **GREEDY))
            self.assertEqual(len(self.model.current_chat_session), 17)

    def test_jinja_templates_and_later_names(self):
        jinja = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[assistant]"
        with self.model.chat_session(system_message=False, chat_template=jinja):
            self.model.generate("Hi", **GREEDY)
            self.assertEqual(self.model.current_chat_session[0], {"role": "system", "content": ""})
            self.model.current_chat_session = [{"role": "system", "content": "New."}]
            self.model.generate("Hi", **GREEDY)
            self.assertEqual(len(self.model.current_chat_session), 3)

    def test_templates_that_are_wrong_or_missing(self):
        with self.assertRaisesRegex(ValueError, "literal '%1'"):
            with self.model.chat_session("", "%1"):
                pass
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with self.model.chat_session():
                pass
        self.assertTrue(any(issubclass(warning.category, DeprecationWarning) for warning in caught))

    def test_a_failed_turn_leaves_the_history(self):
        with self.model.chat_session("", "{0}"):
            with self.assertRaises(ValueError):
                self.model.generate("word " * 200)
            self.assertEqual(len(self.model.current_chat_session), 1)
            self.assertTrue(self.model.generate("Hi", **GREEDY))

    def test_the_low_level_object(self):
        low = self.model.model
        low.set_thread_count(2)
        self.assertEqual(low.thread_count(), 2)
        self.assertEqual((self.model.backend, self.model.device), ("cpu", None))
        self.assertEqual(GPT4All.list_gpus(), [])
        texts = []
        low.prompt_model("Hello", "%1", lambda id, text: texts.append(text) or True, n_predict=3, reset_context=True)
        self.assertTrue(texts)
        self.assertTrue(list(low.prompt_model_streaming("Hello", "%1", n_predict=3)))

    def test_a_gpu_is_refused_by_name(self):
        with self.assertRaisesRegex(ValueError, "GPU: 'nvidia'"):
            self.open(device="nvidia")

    def test_a_closed_model_says_so(self):
        with self.model as model:
            pass
        for call in (lambda: model.generate("Hello"), lambda: model.backend, lambda: model.model.thread_count()):
            with self.assertRaisesRegex(ValueError, "closed LLModel"):
                call()

    def test_attributes(self):
        model = self.open(model_type="llama")
        self.assertEqual(model.model_type, "llama")
        self.assertEqual(Path(model.config["path"]).name, "tiny.gguf")


class EmbedTest(unittest.TestCase):
    def setUp(self):
        self.embedder = Embed4All("tiny", model_path=Path(MODEL).parent, allow_download=False, n_ctx=64, n_threads=1)
        self.addCleanup(self.embedder.close)

    def test_bad_arguments(self):
        with self.assertRaises(ValueError):
            self.embedder.embed("")
        with self.assertRaises(ValueError):
            self.embedder.embed([])
        with self.assertRaisesRegex(ValueError, "positive"):
            self.embedder.embed("Hello", dimensionality=0)
        with self.assertRaisesRegex(ValueError, "'mean' or 'truncate'"):
            self.embedder.embed("Hello", long_text_mode="median")

    def test_cancelling_comes_before_computing(self):
        asked = []
        with self.assertRaises(gpt4all.CancellationError):
            self.embedder.embed(["Hello", "world"], cancel_cb=lambda sizes, backend: asked.append((sizes, backend)) or True)
        (sizes, backend), = asked
        self.assertEqual((len(sizes), backend), (2, "cpu"))

    def test_shapes(self):
        if "embeddings" not in triglot.features():
            self.assertRaises(NotImplementedError, self.embedder.embed, "Hello")
            return
        one = self.embedder.embed("Hello")
        self.assertEqual((type(one), len(one), type(one[0])), (list, 32, float))
        both = self.embedder.embed(["Hello", "world"], return_dict=True)
        self.assertEqual(len(both["embeddings"]), 2)
        self.assertGreater(both["n_prompt_tokens"], 1)
        with self.assertWarns(UserWarning):
            self.assertEqual(len(self.embedder.embed("Hello", dimensionality=16)), 16)
        long = "word " * 100
        self.assertNotEqual(self.embedder.embed(long), self.embedder.embed(long, long_text_mode="truncate"))
        self.assertNotEqual(self.embedder.embed("Hello", prefix="search_query"), one)
