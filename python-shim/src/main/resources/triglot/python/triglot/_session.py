"""One context of a model."""

from triglot import _options
from triglot._chat import Chat
from triglot._host import Handle, call
from triglot._numbers import from_ids, prompt as as_prompt, to_array, to_floats, to_ids
from triglot._stream import Stream


class Session(Handle):
    """A context that keeps what it has read: a prompt that begins like the last one costs its new part only.

    Does one thing at a time; a second one meanwhile is a BusyError. Made by Model.session().
    """

    def __init__(self, native, model_name):
        self._native = native
        self._model_name = model_name

    @_options.keywords("prompt, ", _options.GENERATION)
    def complete(self, prompt, **options):
        """Generates until the end.

        Args:
            prompt: text, or token ids
            options: as for Model.complete

        Returns:
            a Completion, which is a str
        """
        return self.stream(prompt, **options).read()

    @_options.keywords("prompt, ", _options.GENERATION)
    async def acomplete(self, prompt, **options):
        """As complete, while other tasks of the event loop go on."""
        return await self.stream(prompt, **options)

    @_options.keywords("prompt, ", _options.GENERATION)
    def stream(self, prompt, **options):
        """As complete, piece by piece: a Stream of str."""
        options = _options.checked("stream()", _options.GENERATION, options)
        given = as_prompt(prompt)
        return Stream(lambda: self._native.start(given, options), _nothing)

    @_options.keywords("", _options.CHAT)
    def chat(self, **options):
        """A conversation in this context."""
        options = _options.checked("chat()", _options.CHAT, options)
        return Chat(call(self._native.newChat, options))

    def logits(self, ids):
        """What the model expects after token ids: a float per token of the vocabulary."""
        return to_floats(call(self._native.logits, from_ids(ids)))

    @property
    def tokens(self):
        """The ids that the context holds."""
        return to_ids(call(self._native.tokens))

    @property
    def context_length(self):
        """Tokens that fit."""
        return call(self._native.contextLength)

    def save(self, path):
        """Writes tokens, keys and values to a file, whole or not at all."""
        import os

        call(self._native.save, os.fspath(path))

    def load(self, path):
        """Goes on where a saved session of the same model was."""
        import os

        call(self._native.load, os.fspath(path))

    def dumps(self):
        """The state as bytes."""
        return to_array(call(self._native.saveBytes)).tobytes()

    def loads(self, state):
        """As load, from bytes."""
        call(self._native.loadBytes, state)

    def cancel(self):
        """Ends what runs; from any thread."""
        call(self._native.cancel)

    def reset(self):
        """Forgets everything."""
        call(self._native.reset)

    @property
    def closed(self):
        return self._native.isClosed()

    def close(self):
        """Releases the memory. Twice has no effect."""
        call(self._native.close)

    def __repr__(self):
        state = "closed" if self.closed else f"context of {self.context_length}"
        return f"<triglot.Session of {self._model_name!r}, {state}>"


def _nothing():
    pass
