"""A conversation."""

from triglot import _options
from triglot._host import Handle, call
from triglot._stream import Stream


class Chat(Handle):
    """A conversation with history, over the model's own chat template. Made by Model.chat().

    Each turn costs its own tokens only. Where the context is full the oldest turns are no longer shown to the
    model; the system message always is.
    """

    def __init__(self, native, session=None):
        """session is closed with the chat; None where it belongs to someone else."""
        self._native = native
        self._session = session

    @_options.keywords("content, ", _options.GENERATION)
    def send(self, content, **options):
        """Says something; returns the answer, a Completion. Options are those of Model.complete."""
        return self.stream(content, **options).read()

    @_options.keywords("content, ", _options.GENERATION)
    async def asend(self, content, **options):
        """As send, while other tasks of the event loop go on."""
        return await self.stream(content, **options)

    @_options.keywords("content, ", _options.GENERATION)
    def stream(self, content, **options):
        """As send, piece by piece. The answer joins the history at its end, also where it is closed early."""
        if not isinstance(content, str):
            raise TypeError(f"a message must be a str, not {type(content).__name__}")
        options = _options.checked("stream()", _options.GENERATION, options)
        return Stream(lambda: self._native.start(content, options), _nothing)

    @_options.keywords("", _options.GENERATION)
    def regenerate(self, **options):
        """Drops the last answer and generates another one."""
        options = _options.checked("regenerate()", _options.GENERATION, options)
        return Stream(lambda: self._native.startRegenerate(options), _nothing).read()

    @property
    def messages(self):
        """The history: a list of dicts with "role" and "content". Assign to replace it."""
        return [
            {"role": str(message.role()), "content": str(message.content())}
            for message in call(self._native.messages)
        ]

    @messages.setter
    def messages(self, messages):
        call(self._native.setMessages, list(messages))

    @property
    def forgotten(self):
        """How many of the oldest turns no longer fit into the context."""
        return call(self._native.forgotten)

    def reset(self):
        """Forgets all turns, not the system message."""
        call(self._native.reset)

    def close(self):
        """Releases the conversation's context. Twice has no effect."""
        if self._session is not None:
            self._session.close()

    def __repr__(self):
        return f"<triglot.Chat of {len(self.messages)} messages>"


def _nothing():
    pass
