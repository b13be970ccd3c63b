"""The class Llama."""

import os

import triglot
from llama_cpp import _formats
from llama_cpp._responses import Response, reason, usage

_RANDOM_SEED = 0xFFFFFFFF
_F32 = 0


class LlamaState:
    """A saved context: bytes, and the ids they stand for."""

    def __init__(self, llama_state, input_ids, seed):
        self.llama_state = llama_state
        self.llama_state_size = len(llama_state)
        self.input_ids = input_ids
        self.n_tokens = len(input_ids)
        self.seed = seed


class Llama:
    """A model with one context.

    Args:
        model_path: the file
        n_ctx: tokens of the context; 0 for what the model was trained for
        n_batch: tokens of a prompt that are evaluated together
        n_threads: workers for arithmetic; None for one per core
        seed: for texts that can be had again; 4294967295 for other ones each time
        embedding: whether create_embedding may be called
        chat_format: a name such as "chatml"; None for the model's own template, else "llama-2"
        type_k, type_v: 0 for keys and values in float32
        last_n_tokens_size: tokens that penalties look at
        verbose, n_gpu_layers, use_mmap and others that say how llama.cpp computes: without effect
    """

    def __init__(
        self,
        model_path,
        *,
        n_ctx=512,
        n_batch=512,
        n_threads=None,
        seed=_RANDOM_SEED,
        embedding=False,
        chat_format=None,
        type_k=None,
        type_v=None,
        last_n_tokens_size=64,
        verbose=True,
        lora_path=None,
        chat_handler=None,
        draft_model=None,
        tokenizer=None,
        vocab_only=False,
        **without_effect,
    ):
        _lacking(
            lora_path=lora_path,
            chat_handler=chat_handler,
            draft_model=draft_model,
            tokenizer=tokenizer,
            vocab_only=vocab_only,
        )
        self.model_path = os.fspath(model_path)
        if not os.path.exists(self.model_path):
            raise ValueError(f"Model path does not exist: {self.model_path}")
        if chat_format is not None:
            _formats.template(chat_format)
        self.verbose = verbose
        self.n_threads = n_threads
        self.last_n_tokens_size = last_n_tokens_size
        self.chat_format = chat_format
        self._embedding = embedding
        self.set_seed(seed)
        self._model = triglot.open(self.model_path, threads=n_threads)
        info = self._model.info
        if chat_format is None and not info.chat_template:
            self.chat_format = "llama-2"
        self.metadata = {"general.architecture": info.architecture, "general.name": info.name}
        self._session = self._model.session(
            context_length=n_ctx or info.context_length,
            batch_size=n_batch,
            kv_cache_type="f32" if _F32 in (type_k, type_v) else "f16",
            context_erase=0,
        )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self._model.close()

    def tokenize(self, text, add_bos=True, special=False):
        """The ids of UTF-8 bytes."""
        return self._model.tokenize(text.decode("utf-8"), add_special=add_bos, parse_special=special)

    def detokenize(self, tokens, prev_tokens=None, special=False):
        """The bytes of ids, which may end inside of a character."""
        text = self._model.detokenize(tokens, special=special)
        if "\ufffd" in text:
            return b"".join(self._model.token_bytes(token) for token in tokens)
        return text.encode()

    def n_ctx(self):
        return self._session.context_length

    def n_vocab(self):
        return self._model.info.vocab_size

    def n_embd(self):
        return self._model.info.embedding_length

    def token_bos(self):
        return self._model.bos

    def token_eos(self):
        return self._model.eos

    @property
    def n_tokens(self):
        """Tokens that the context holds."""
        return len(self._session.tokens)

    def set_seed(self, seed):
        self._seed = None if seed in (None, -1, _RANDOM_SEED) else seed

    def reset(self):
        """Forgets everything."""
        self._session.reset()

    def save_state(self):
        """The context, for load_state of the same model."""
        return LlamaState(self._session.dumps(), self._session.tokens, self._seed)

    def load_state(self, state):
        self._session.loads(state.llama_state)
        self._seed = state.seed

    def __call__(self, prompt, suffix=None, max_tokens=16, **options):
        """As create_completion."""
        return self.create_completion(prompt, suffix, max_tokens, **options)

    def create_completion(self, prompt, suffix=None, max_tokens=16, *, echo=False, stream=False, model=None, **options):
        """Continues a prompt.

        Args:
            prompt: text, or ids
            max_tokens: tokens to generate at most; None or 0 until the context is full
            echo: whether the prompt stands in front of the text
            stream: True for an iterator of chunks
            model: the name in the answer
            options: temperature, top_p, min_p, top_k, stop, seed, frequency_penalty, presence_penalty,
                repeat_penalty, logit_bias

        Returns:
            a dict as the OpenAI API gives for completions, or an iterator of such
        """
        _lacking(suffix=suffix)
        given = self._generation(prompt, max_tokens, options, temperature=0.8)
        head = ""
        if echo:
            head = prompt if isinstance(prompt, str) else self._model.detokenize(prompt)
        respond = Response("text_completion", model or self.model_path, "cmpl")
        if stream:
            return _completion_chunks(given, respond, head)
        completion = given.read()
        return respond(
            {"text": head + completion, "finish_reason": reason(completion)},
            usage(completion.prompt_tokens, completion.completion_tokens),
        )

    def create_chat_completion(self, messages, *, stream=False, max_tokens=None, stop=None, model=None, **options):
        """Answers a conversation: dicts with "role" and "content".

        Args:
            options: as for create_completion; the temperature is 0.2 where it is not given

        Returns:
            a dict as the OpenAI API gives for chat completions, or an iterator of chunks
        """
        template, stops = (None, []) if self.chat_format is None else _formats.template(self.chat_format)
        text = self._model.render_chat(messages, template=template)
        stops = stops + ([stop] if isinstance(stop, str) else list(stop or []))
        given = self._generation(text, max_tokens, {"stop": stops, **options}, temperature=0.2)
        respond = Response("chat.completion", model or self.model_path, "chatcmpl")
        if stream:
            return _chat_chunks(given, respond)
        completion = given.read()
        return respond(
            {"message": {"role": "assistant", "content": str(completion)}, "finish_reason": reason(completion)},
            usage(completion.prompt_tokens, completion.completion_tokens),
        )

    def create_embedding(self, input, model=None):
        """The embeddings of a text or a list of texts, as the OpenAI API gives them."""
        vectors, count = self.embed(input, normalize=True, return_count=True)
        vectors = [vectors] if isinstance(input, str) else vectors
        return {
            "object": "list",
            "data": [
                {"object": "embedding", "embedding": vector, "index": index} for index, vector in enumerate(vectors)
            ],
            "model": model or self.model_path,
            "usage": {"prompt_tokens": count, "total_tokens": count},
        }

    def embed(self, input, normalize=True, truncate=True, return_count=False):
        """The embedding of a text, or a list of those of a list; always of length 1."""
        if not self._embedding:
            raise RuntimeError("Llama model must be created with embedding=True to call this method")
        texts = [input] if isinstance(input, str) else list(input)
        counts = [len(self._model.tokenize(text)) for text in texts]
        if not truncate and max(counts, default=0) > self.n_ctx():
            raise ValueError(f"a text has {max(counts)} tokens, more than the context of {self.n_ctx()}")
        vectors = self._model.embed(texts, long_text_mode="truncate", context_length=self.n_ctx())
        found = [vector.tolist() for vector in vectors]
        found = found[0] if isinstance(input, str) else found
        return (found, sum(counts)) if return_count else found

    def _generation(self, prompt, max_tokens, options, *, temperature):
        options = {"temperature": temperature, "seed": self._seed, **options}
        _lacking(**{name: options.pop(name, None) for name in _NOT_YET})
        for name, neutral in _NEUTRAL.items():
            if options.pop(name, neutral) != neutral:
                _lacking(**{name: True})
        for name in _ONLY_WITH_MIROSTAT:
            options.pop(name, None)
        if not options.get("stop"):
            options.pop("stop", None)
        if not max_tokens or max_tokens < 0:
            max_tokens = self.n_ctx()
        options.setdefault("repeat_last_n", self.last_n_tokens_size)
        return self._session.stream(prompt, max_tokens=max_tokens, **options)

    def __reduce_ex__(self, protocol):
        raise TypeError("a Llama cannot be pickled or copied: pickle its model_path and options instead")

    def __repr__(self):
        return f"<llama_cpp.Llama {self.model_path!r}>"


_NOT_YET = (
    "logprobs",
    "top_logprobs",
    "grammar",
    "response_format",
    "functions",
    "function_call",
    "tools",
    "tool_choice",
    "logits_processor",
    "stopping_criteria",
)
_NEUTRAL = {"typical_p": 1.0, "tfs_z": 1.0, "mirostat_mode": 0}
_ONLY_WITH_MIROSTAT = ("mirostat_tau", "mirostat_eta")


def _lacking(**options):
    for name, value in options.items():
        if value:
            raise NotImplementedError(f"{name}: this version of Triglot does not have it yet")


def _completion_chunks(given, respond, head):
    with given:
        if head:
            yield respond({"text": head})
        for text in given:
            yield respond({"text": text})
        yield respond({"text": "", "finish_reason": reason(given.completion)})


def _chat_chunks(given, respond):
    with given:
        yield respond({"delta": {"role": "assistant"}}, chunk=True)
        for text in given:
            yield respond({"delta": {"content": text}}, chunk=True)
        yield respond({"delta": {}, "finish_reason": reason(given.completion)}, chunk=True)
