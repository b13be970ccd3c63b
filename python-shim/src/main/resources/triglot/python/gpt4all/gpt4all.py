"""GPT4All's classes, functions and constants."""

import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from gpt4all import _download
from gpt4all._llmodel import CancellationError, LLModel, empty_response_callback

__all__ = ["CancellationError", "DEFAULT_MODEL_DIRECTORY", "DEFAULT_PROMPT_TEMPLATE", "Embed4All", "GPT4All", "LLModel"]

DEFAULT_MODEL_DIRECTORY = Path(os.path.expanduser("~")) / ".cache" / "gpt4all"
DEFAULT_PROMPT_TEMPLATE = "### Human:\n{0}\n\n### Assistant:\n"


class GPT4All:
    """A model: generates, chats in chat_session(), and is downloaded where it is missing.

    Args:
        model_name: a file's name; ".gguf" is appended unless it ends with ".bin" or ".gguf"
        model_path: the folder; None for ~/.cache/gpt4all
        model_type: free text, kept as an attribute
        allow_download: whether GPT4All's list of models is asked and the file fetched
        n_threads: workers for arithmetic; None for one per core
        device: None or "cpu"; any other is a ValueError, for there are no GPUs
        n_ctx: tokens of the context
        ngl: layers on a GPU, without effect
        verbose: whether to tell on standard error what is done
    """

    def __init__(
        self,
        model_name,
        *,
        model_path=None,
        model_type=None,
        allow_download=True,
        n_threads=None,
        device=None,
        n_ctx=2048,
        ngl=100,
        verbose=False,
    ):
        self.model_type = model_type
        self._history = None
        self._template = None
        self._jinja = None
        self._at_system = False
        self.config = self.retrieve_model(
            model_name, model_path=model_path, allow_download=allow_download, verbose=verbose
        )
        self.model = LLModel(self.config["path"], n_ctx, ngl, "cpu")
        try:
            if device not in (None, "cpu"):
                self.model.init_gpu(device)
            self.model.load_model()
            if n_threads is not None:
                self.model.set_thread_count(n_threads)
        except BaseException:
            self.model.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Frees the model."""
        self.model.close()

    @property
    def backend(self):
        """What computes: "cpu"."""
        return self.model.backend

    @property
    def device(self):
        """The GPU in use; None, for there are none."""
        return self.model.device

    @property
    def current_chat_session(self):
        """The messages of the chat session, the system message first; None outside of one."""
        return None if self._history is None else list(self._history)

    @current_chat_session.setter
    def current_chat_session(self, history):
        if self._history is None:
            raise ValueError("current_chat_session may only be set inside of chat_session()")
        self._history = [dict(message) for message in history]
        self._at_system = True
        self._jinja = self._jinja or self._model_template()

    @staticmethod
    def list_models():
        """GPT4All's list of models: a list of dicts."""
        return _download.fetch_model_list()

    @classmethod
    def retrieve_model(cls, model_name, model_path=None, allow_download=True, verbose=False):
        """The model's entry of the list, with its "path"; downloads the file where it is missing.

        Raises:
            FileNotFoundError: for a missing folder, or a missing file that may not be downloaded
        """
        filename = append_extension_if_missing(model_name)
        config = {}
        if allow_download:
            for entry in cls.list_models():
                if entry["filename"] == filename:
                    config.update(entry)
                    template = entry.get("promptTemplate", DEFAULT_PROMPT_TEMPLATE)
                    config["promptTemplate"] = template.replace("%1", "{0}", 1).replace("%2", "{1}", 1)
                    break
        folder = DEFAULT_MODEL_DIRECTORY if model_path is None else Path(model_path)
        if model_path is None:
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as failure:
                raise RuntimeError("Failed to create model download directory") from failure
        if not folder.exists():
            raise FileNotFoundError(f"Model directory does not exist: {folder!r}")
        path = folder / filename
        if path.exists():
            if verbose:
                print(f"Found model file at {str(path)!r}", file=sys.stderr)
        elif allow_download:
            size = config.get("filesize")
            path = cls.download_model(
                filename,
                folder,
                verbose=verbose,
                url=config.get("url"),
                expected_size=None if size is None else int(size),
                expected_md5=config.get("md5sum"),
                expected_sha256=config.get("sha256sum"),
            )
        else:
            raise FileNotFoundError(f"Model file does not exist: {path!r}")
        config["path"] = str(path)
        return config

    @staticmethod
    def download_model(
        model_filename,
        model_path,
        verbose=True,
        url=None,
        expected_size=None,
        expected_md5=None,
        *,
        expected_sha256=None,
    ):
        """Downloads a model, goes on where an earlier download stopped, and checks the file.

        Returns:
            the file's Path

        Raises:
            ValueError: where the server refuses, or size or hash are not the expected ones
        """
        return _download.download(
            model_filename, model_path, verbose, url, expected_size, expected_md5, expected_sha256
        )

    def generate(
        self,
        prompt,
        *,
        max_tokens=200,
        temp=0.7,
        top_k=40,
        top_p=0.4,
        min_p=0.0,
        repeat_penalty=1.18,
        repeat_last_n=64,
        n_batch=8,
        n_predict=None,
        streaming=False,
        callback=empty_response_callback,
    ):
        """Continues a prompt, or answers it inside of chat_session().

        Args:
            prompt: the text
            max_tokens: tokens to generate at most; n_predict is its older name and wins
            temp, top_k, top_p, min_p, repeat_penalty, repeat_last_n: how tokens are drawn
            n_batch: without effect: prompts are evaluated in batches of the best size
            streaming: True for a generator of the texts
            callback: callback(token_id, response) hears of every text; False ends the generation

        Returns:
            the text, or a generator of texts
        """
        options = {
            "n_predict": max_tokens if n_predict is None else n_predict,
            "temp": temp,
            "top_k": top_k,
            "top_p": top_p,
            "min_p": min_p,
            "repeat_penalty": repeat_penalty,
            "repeat_last_n": repeat_last_n,
            "n_batch": n_batch,
        }
        answer = {"role": "assistant", "content": ""}

        def hear(token_id, response):
            answer["content"] += response
            return callback(token_id, response)

        if self._history is None:
            texts = self.model.prompt_model_streaming(prompt, "%1", hear, reset_context=True, **options)
        else:
            texts = self._answer(prompt, answer, hear, options)
        if streaming:
            return texts
        for _ in texts:
            pass
        return answer["content"]

    def _answer(self, prompt, answer, hear, options):
        """The next turn of the chat session: it joins the history at once, and leaves it where it fails."""
        history = self._history
        first, self._at_system = self._at_system, False
        turn = [{"role": "user", "content": prompt}, answer]
        history += turn
        if self._jinja is not None:
            texts = self.model.prompt_text(self._rendered(history[:-1]), hear, **options)
        else:
            texts = self._templated(prompt, first, hear, options)
        return _kept_while_sound(texts, history, turn)

    def _templated(self, prompt, first, hear, options):
        system = self._history[0]["content"] if first else ""
        template = self._template.format("%1", "%2")
        if system:
            self.model.prompt_model(
                system, "%1%2", empty_response_callback, n_predict=0, reset_context=True, special=True
            )
        yield from self.model.prompt_model_streaming(
            prompt, template, hear, reset_context=first and not system, **options
        )

    def _rendered(self, messages):
        if messages and messages[0]["role"] == "system" and not messages[0]["content"]:
            messages = messages[1:]
        return self.model.render_chat(messages, self._jinja)

    @contextmanager
    def chat_session(self, system_prompt=None, prompt_template=None, *, system_message=None, chat_template=None):
        """While the block runs, generate() answers as an assistant and remembers.

        Args:
            system_prompt: how the model is to behave; None for the list's, False for none
            prompt_template: a text where {0} is the user's message (and {1} the answer), or a Jinja template;
                None for the list's, or the model's own chat template
            system_message, chat_template: the same under the names of later versions
        """
        system = system_message if system_prompt is None else system_prompt
        template = chat_template if prompt_template is None else prompt_template
        if system is None:
            system = self.config.get("systemMessage", self.config.get("systemPrompt", ""))
        self._choose_template(template)
        self._history = [{"role": "system", "content": system or ""}]
        self._at_system = True
        try:
            yield self
        finally:
            self._history = self._template = self._jinja = None

    def _choose_template(self, template):
        jinja = None
        if template is None:
            template = self.config.get("promptTemplate")
        if template is None:
            jinja = self.config.get("chatTemplate") or self._model_template()
            if jinja is None:
                warnings.warn(
                    "Use of a sideloaded model or allow_download=False without specifying a prompt template is"
                    " deprecated, and the model has no chat template. Defaulting to Alpaca.",
                    DeprecationWarning,
                )
                template = DEFAULT_PROMPT_TEMPLATE
        elif "{%" in template or "{{" in template:
            template, jinja = None, template
        elif "%1" in template:
            raise ValueError(
                "Prompt template containing a literal '%1' is not supported. For a prompt placeholder, please"
                " use '{0}' instead."
            )
        self._template, self._jinja = template, jinja

    def _model_template(self):
        return self.model.chat_template

    @staticmethod
    def list_gpus():
        """The names of usable GPUs: none."""
        return LLModel.list_gpus()


class Embed4All:
    """Embeds texts.

    Args:
        model_name: as for GPT4All; None for all-MiniLM-L6-v2
        n_threads, device, kwargs: as for GPT4All
    """

    MIN_DIMENSIONALITY = 64

    def __init__(self, model_name=None, *, n_threads=None, device=None, **kwargs):
        if model_name is None:
            model_name = "all-MiniLM-L6-v2.gguf2.f16.gguf"
        self.gpt4all = GPT4All(model_name, n_threads=n_threads, device=device, **kwargs)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        """Frees the model."""
        self.gpt4all.close()

    def embed(
        self,
        text,
        *,
        prefix=None,
        dimensionality=None,
        long_text_mode="mean",
        return_dict=False,
        atlas=False,
        cancel_cb=None,
    ):
        """The embedding of a text, or those of a list of texts.

        Args:
            text: a text or a list of texts
            prefix: the task, such as "search_query"
            dimensionality: only so many of the numbers
            long_text_mode: "mean" of the parts of a long text, or "truncate"
            return_dict: True for a dict with "embeddings" and "n_prompt_tokens"
            atlas: whether texts above 8192 tokens are refused
            cancel_cb: cancel_cb(batch_sizes, backend_name); True cancels before anything is computed

        Raises:
            CancellationError: where cancel_cb said so
            ValueError: for an empty text
        """
        if dimensionality is None:
            dimensionality = -1
        elif dimensionality <= 0:
            raise ValueError(f"Dimensionality must be None or a positive integer, got {dimensionality}")
        elif dimensionality < self.MIN_DIMENSIONALITY:
            warnings.warn(
                f"Dimensionality {dimensionality} is less than the suggested minimum of {self.MIN_DIMENSIONALITY}."
                " Performance may be degraded."
            )
        if long_text_mode not in ("mean", "truncate"):
            raise ValueError(f"Long text mode must be one of 'mean' or 'truncate', got {long_text_mode!r}")
        result = self.gpt4all.model.generate_embeddings(
            text, prefix, dimensionality, long_text_mode == "mean", atlas, cancel_cb
        )
        return result if return_dict else result["embeddings"]


def append_extension_if_missing(model_name):
    return model_name if model_name.endswith((".bin", ".gguf")) else model_name + ".gguf"


def _kept_while_sound(texts, history, turn):
    """The texts; where they end in an exception, the turn leaves the history."""
    try:
        yield from texts
    except Exception:
        history[:] = [message for message in history if all(message is not other for other in turn)]
        raise
