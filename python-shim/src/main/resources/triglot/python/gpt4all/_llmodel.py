"""The low-level object: a model with one context, prompted with templates of %1 and %2."""

import warnings

import triglot
from triglot import CancelledError, TriglotError
from gpt4all._template import split_template

_STOPS = [
    *(
        f"### {role}"
        for role in ("System", "Instruction", "Human", "User", "Response", "Assistant", "Context", "Prompt")
    ),
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
]
_MIN_CONTEXT = 8
_ATLAS_LIMIT = 8192


class CancellationError(Exception):
    """An embedding was cancelled by its cancel_cb."""


def empty_response_callback(token_id, response):
    return True


class LLModel:
    """A model and one context of it.

    Args:
        model_path: the file
        n_ctx: tokens of the context
        ngl: layers on a GPU; without effect, there are no GPUs
        backend: "cpu"; "auto" and the names of GPU backends mean the same here
    """

    def __init__(self, model_path, n_ctx, ngl, backend):
        self.model_path = model_path
        self.n_ctx = max(n_ctx, _MIN_CONTEXT)
        self.ngl = ngl
        self._session = None
        self._context = []
        try:
            self._model = triglot.open(model_path, context_length=self.n_ctx)
        except FileNotFoundError:
            raise
        except TriglotError as failure:
            raise RuntimeError(f"Unable to instantiate model: {failure}") from None
        trained = self._model.info.context_length
        if self.n_ctx > trained:
            warnings.warn(f"n_ctx is {self.n_ctx}, but the model was trained for {trained} tokens")

    def close(self):
        if self._model is not None:
            self._model.close()
            self._model = None

    @property
    def backend(self):
        self._open_model()
        return "cpu"

    @property
    def device(self):
        self._open_model()
        return None

    @staticmethod
    def list_gpus(mem_required=0):
        return []

    def init_gpu(self, device):
        self._open_model()
        raise ValueError(f"Unable to initialize model on GPU: {device!r}\nAvailable GPUs: {self.list_gpus()}")

    def load_model(self):
        """Makes the context; True."""
        model = self._open_model()
        if self._session is None:
            self._session = model.session()
        return True

    def set_thread_count(self, n_threads):
        self._open_model().threads = n_threads

    def thread_count(self):
        return self._open_model().threads

    def generate_embeddings(self, text, prefix, dimensionality, do_mean, atlas, cancel_cb):
        """A dict of "embeddings" (a list for a text, a list of lists for a list) and "n_prompt_tokens"."""
        if not text:
            raise ValueError("text must not be None or empty")
        model = self._open_model()
        texts = [text] if isinstance(text, str) else list(text)
        if atlas and do_mean:
            longest = max(len(model.tokenize(one)) for one in texts)
            if longest > _ATLAS_LIMIT:
                raise RuntimeError(
                    f"Failed to generate embeddings: a text of {longest} tokens is longer than {_ATLAS_LIMIT}"
                )
        chunks = []

        def on_chunks(counts):
            chunks.extend(counts)
            return cancel_cb is None or not cancel_cb(chunks, self.backend)

        try:
            vectors = model.embed(
                texts,
                prefix=f"{prefix}: " if prefix else None,
                dimensionality=None if dimensionality < 0 else dimensionality,
                long_text_mode="mean" if do_mean else "truncate",
                context_length=self.n_ctx,
                on_chunks=on_chunks,
            )
        except CancelledError:
            raise CancellationError("operation was canceled") from None
        except NotImplementedError:
            raise
        except TriglotError as failure:
            raise RuntimeError(f"Failed to generate embeddings: {failure}") from None
        embeddings = [vector.tolist() for vector in vectors]
        return {
            "embeddings": embeddings[0] if isinstance(text, str) else embeddings,
            "n_prompt_tokens": sum(chunks),
        }

    def prompt_model(self, prompt, prompt_template, callback, **options):
        """Generates until the end; callback(token_id, text) hears of every text and stops by returning False.

        Options are those of prompt_model_streaming.
        """
        for _ in self._generate(prompt, prompt_template, callback, **options):
            pass

    def prompt_model_streaming(self, prompt, prompt_template, callback=empty_response_callback, **options):
        """As prompt_model, but a generator of the texts that the callback let pass.

        Args:
            prompt: stands in the place of %1
            prompt_template: what comes after %2 follows the answer; "%1" for the prompt alone
            n_predict: tokens to generate at most; 0 to ingest only
            reset_context: begin anew, else the context goes on
            special: whether control tokens are recognised in the prompt, as they are in the template
            top_k, top_p, min_p, temp, n_batch, repeat_penalty, repeat_last_n: as for GPT4All.generate
            context_erase: the part of a full context that is dropped
        """
        self._open_model()
        return self._generate(prompt, prompt_template, callback, **options)

    def prompt_text(self, text, callback, **options):
        """A generator as prompt_model_streaming gives, after a whole conversation as text."""
        self._open_model()
        return self._generate(text, None, callback, **options)

    def _generate(
        self,
        prompt,
        prompt_template,
        callback,
        n_predict=4096,
        top_k=40,
        top_p=0.9,
        min_p=0.0,
        temp=0.1,
        n_batch=8,
        repeat_penalty=1.2,
        repeat_last_n=10,
        context_erase=0.75,
        reset_context=False,
        special=False,
    ):
        model = self._open_model()
        self.load_model()
        if prompt_template is None:
            given, tail = prompt, []
        else:
            before, tail = split_template(model, prompt_template, prompt, special)
            history = _bos(model) if reset_context or not self._context else self._context
            given = _fitting(history, before, self._session.context_length, context_erase)
        stream = self._session.stream(
            given,
            max_tokens=n_predict,
            temperature=temp,
            top_k=top_k,
            top_p=top_p,
            min_p=min_p,
            repeat_penalty=repeat_penalty,
            repeat_last_n=repeat_last_n,
            stop=_STOPS,
        )
        taken = []
        at_end = False
        try:
            while (token := stream.next_token()) is not None:
                token_id, text = token
                if token_id >= 0:
                    taken.append(token_id)
                if text:
                    if not callback(taken[-1] if taken else -1, text):
                        break
                    yield text
            else:
                at_end = True
        finally:
            stream.close()
            # The engine may be ahead of who stops early.
            self._context = self._after(given, stream.completion.tokens if at_end else taken, tail)

    @staticmethod
    def _after(given, tokens, tail):
        """What the next prompt goes on from; nothing after a whole conversation, which brings its own past."""
        if isinstance(given, str):
            return []
        return given + tokens + tail

    @property
    def chat_template(self):
        """The Jinja template of the model's file, or None."""
        return self._open_model().info.chat_template

    def render_chat(self, messages, template):
        return self._open_model().render_chat(messages, template=template)

    def _open_model(self):
        if self._model is None:
            raise ValueError("Attempted operation on a closed LLModel")
        return self._model


def _bos(model):
    """The token that begins a text, in a list; an empty one where the model wants none."""
    return model.tokenize("")[:1]


def _fitting(history, new, capacity, erase):
    """What the context held and the new tokens; the oldest ones are dropped where there is no room.

    The first token stays: it is where many models look.
    """
    while history and len(history) + len(new) >= capacity:
        dropped = max(1, int(capacity * erase))
        history = history[:1] + history[1 + dropped :] if len(history) > 1 + dropped else []
    return history + new
