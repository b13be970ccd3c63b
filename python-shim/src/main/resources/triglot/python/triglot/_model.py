"""An open model."""

from triglot import _options
from triglot._chat import Chat
from triglot._host import Handle, call, triglot
from triglot._numbers import from_ids, prompt as as_prompt, to_array, to_floats, to_ids
from triglot._records import ModelInfo, snapshot
from triglot._session import Session
from triglot._stream import Stream
from triglot._tasks import wait, wait_async

_OPEN = {**_options.OPEN, **_options.SESSION}


class Model(Handle):
    """An open model, for any number of threads. Made by open(); close it, or use `with`."""

    def __init__(self, native, session_options):
        self._native = native
        self._session_options = session_options
        self._idle = []
        self.info = snapshot(ModelInfo, call(native.info))

    @_options.keywords("prompt, ", _options.GENERATION)
    def complete(self, prompt, **options):
        """Continues a text until the model ends it, a stop string comes, or max_tokens are there.

        Args:
            prompt: text, or token ids
            max_tokens: tokens to generate at most
            temperature: 0 for the most likely token always; higher is more random
            top_k: only the k most likely tokens; 0 for all
            top_p: only the most likely tokens that make up this probability; 1 for all
            min_p: no tokens less likely than this times the most likely one
            repeat_penalty: above 1, tokens of the last repeat_last_n ones become less likely
            repeat_last_n: see there; -1 for the whole context
            presence_penalty, frequency_penalty: subtracted for tokens that occurred, once or each time
            logit_bias: a dict from token ids to what is added to their logits; None bans the token
            seed: the same seed gives the same text
            stop: a text or a list of texts that end the generation and are not part of it

        Returns:
            a Completion: a str that also knows its tokens, finish_reason and timings
        """
        return self.stream(prompt, **options).read()

    @_options.keywords("prompt, ", _options.GENERATION)
    async def acomplete(self, prompt, **options):
        """As complete, while other tasks of the event loop go on."""
        return await self.stream(prompt, **options)

    @_options.keywords("prompt, ", _options.GENERATION)
    def stream(self, prompt, **options):
        """As complete, piece by piece: for `for` and for `async for`."""
        options = _options.checked("stream()", _options.GENERATION, options)
        given = as_prompt(prompt)
        session = None

        def start():
            nonlocal session
            session = self._take_session()
            try:
                return session.start(given, options)
            except BaseException:
                release()
                raise

        def release():
            self._give_back(session)

        return Stream(start, release)

    @_options.keywords("", _options.CHAT, _options.SESSION)
    def chat(self, **options):
        """A conversation with a context of its own.

        Args:
            system: the system message
            messages: a history to go on with: dicts with "role" and "content"
            template: a Jinja chat template in place of the model's own
            context_length: and the other options of session()
        """
        options = _options.checked("chat()", {**_options.CHAT, **_options.SESSION}, options)
        session = self._new_session(_options.only(_options.SESSION, options))
        try:
            return Chat(call(session.newChat, _options.only(_options.CHAT, options)), session)
        except BaseException:
            session.close()
            raise

    @_options.keywords("", _options.SESSION)
    def session(self, **options):
        """A context of its own, to be saved, loaded and continued.

        Args:
            context_length: tokens that fit; 0 for the model's, at most 4096
            kv_cache_type: "f16", "f32" or "q8_0"
            batch_size: tokens of a prompt that are evaluated together
            context_erase: the part of a full context that is dropped; 0 ends the generation instead
        """
        options = _options.checked("session()", _options.SESSION, options)
        return Session(self._new_session(options), self.info.name)

    def embed(
        self,
        texts,
        *,
        prefix=None,
        dimensionality=None,
        long_text_mode="mean",
        context_length=None,
        on_chunks=None,
    ):
        """The meaning of a text as a vector of length 1.

        Args:
            texts: a text, or a list of texts
            prefix: stands before every text
            dimensionality: only so many of the numbers
            long_text_mode: "mean" of overlapping parts, or "truncate"
            context_length: tokens of a part at most
            on_chunks: called with the token counts of all parts before anything is computed; False cancels

        Returns:
            for a text, a vector: a NumPy array where NumPy can be imported, else an array.array("f"); for a list,
            a two-dimensional NumPy array or a list of vectors

        Raises:
            CancelledError: where on_chunks said so
        """
        options = _embedding(prefix, dimensionality, long_text_mode, context_length)
        if on_chunks is not None:
            # In this thread, so that what on_chunks raises arrives here.
            options["onChunks"] = lambda counts: on_chunks([int(count) for count in counts])
            return _vectors(texts, call(self._native.embed, texts, options))
        return _vectors(texts, wait(call(self._native.startEmbed, texts, options)))

    async def aembed(self, texts, *, prefix=None, dimensionality=None, long_text_mode="mean", context_length=None):
        """As embed, while other tasks of the event loop go on."""
        options = _embedding(prefix, dimensionality, long_text_mode, context_length)
        return _vectors(texts, await wait_async(call(self._native.startEmbed, texts, options)))

    def tokenize(self, text, *, add_special=True, parse_special=False):
        """The token ids of a text, a list of int.

        Args:
            add_special: with the tokens for begin and end where the model asks for them
            parse_special: whether control tokens in the text are recognised
        """
        return to_ids(
            call(self._native.tokenize, text, {"addSpecial": add_special, "parseSpecial": parse_special})
        )

    def detokenize(self, ids, *, special=False):
        """The text of token ids; with special, control tokens give their text too."""
        return str(call(self._native.detokenize, from_ids(ids), {"special": special}))

    def token_bytes(self, token_id):
        """The bytes of one token, which may be part of a character."""
        return to_array(call(self._native.tokenBytes, token_id)).tobytes()

    @property
    def bos(self):
        """The id that begins a text; -1 where there is none."""
        return self._native.bos()

    @property
    def eos(self):
        """The id that ends a text; -1 where there is none."""
        return self._native.eos()

    def render_chat(self, messages, *, add_generation_prompt=True, template=None):
        """The text that a conversation is for the model."""
        options = {"addGenerationPrompt": add_generation_prompt}
        if template is not None:
            options["template"] = template
        return str(call(self._native.renderChat, list(messages), options))

    @property
    def threads(self):
        """Workers for arithmetic; may be assigned while the model works."""
        return call(self._native.threads)

    @threads.setter
    def threads(self, count):
        call(self._native.setThreads, count)

    @property
    def closed(self):
        return self._native.isClosed()

    def close(self):
        """Cancels what runs and releases the memory. Twice has no effect."""
        call(self._native.close)

    def __repr__(self):
        state = "closed" if self.closed else f"{self.info.parameters / 1e6:.0f}M parameters"
        return f"<triglot.Model {self.info.name!r}, {self.info.architecture}, {state}>"

    def _new_session(self, options):
        return call(self._native.newSession, {**self._session_options, **options})

    def _take_session(self):
        """One that no stream uses: each thread's stream has its own, and what it read last is reused."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._new_session({})

    def _give_back(self, session):
        if self._idle:
            session.close()
        else:
            self._idle.append(session)


def open(name=None, *, progress=None, **options):
    """Opens a model.

    Args:
        name: a file, or a name of the catalog (triglot.store.models()); None for the default model
        threads: workers for arithmetic; 0 for one per physical core
        device: "cpu" or "auto"
        download: whether a model of the catalog that is not here is fetched
        progress: called with a Progress while it is fetched
        context_length: and the other options of Model.session, for all sessions of this model

    Raises:
        ModelNotFoundError: which is a FileNotFoundError
        ModelFormatError, UnsupportedModelError: which are ValueErrors
    """
    task, session_options = _start_open(name, options)
    return Model(wait(task, progress), session_options)


async def aopen(name=None, *, progress=None, **options):
    """As open, while other tasks of the event loop go on."""
    task, session_options = _start_open(name, options)
    return Model(await wait_async(task, progress), session_options)


open.__signature__ = aopen.__signature__ = (
    "(name=None, *, progress=None, " + ", ".join(f"{key}={default!r}" for key, (default, _) in _OPEN.items()) + ")"
)


def _start_open(name, options):
    import os

    options = _options.checked("open()", _OPEN, options)
    path = call(triglot.store().defaultModel) if name is None else os.fspath(name)
    task = call(triglot.startOpen, path, _options.only(_options.OPEN, options))
    return task, _options.only(_options.SESSION, options)


def _embedding(prefix, dimensionality, long_text_mode, context_length):
    options = {
        "prefix": prefix,
        "dimensionality": dimensionality,
        "longTextMode": long_text_mode,
        "contextLength": context_length,
    }
    return {name: value for name, value in options.items() if value is not None}


def _vectors(texts, embeddings):
    if isinstance(texts, str):
        return to_floats(embeddings.vector(0))
    return to_floats(embeddings.vectors(), (embeddings.count(), embeddings.dimensionality()))
