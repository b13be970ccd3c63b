"""A text while it is generated."""

import weakref

from triglot._completion import Completion
from triglot._host import Handle, call
from triglot._tasks import POLL_MILLIS, Naps

# What comes in bursts costs less of the engine's time than what is asked for token by token.
_BURST_SECONDS = 0.040


class Stream(Handle):
    """The pieces of a text, one by one, for `for` and for `async for`.

    Nothing is computed before the first piece is asked for. Leaving the loop early leaves the session busy
    until close(), or until the stream is garbage: write `with llm.stream(...) as pieces:` where that matters.
    `await stream` reads it to the end and gives the Completion.
    """

    def __init__(self, start, release):
        """
        Args:
            start: starts the engine's generation and gives it
            release: called once when nothing runs any more
        """
        self._start = start
        self._release = release
        self._generation = None
        self._abandoned = None
        self._completion = None
        self._ended = False
        self._naps = Naps(_BURST_SECONDS)

    @property
    def completion(self):
        """The whole, also of a stream that was closed early; None while it runs."""
        return self._completion

    def __iter__(self):
        return self

    def __next__(self):
        while True:
            piece = self.next_token()
            if piece is None:
                raise StopIteration
            if piece[1]:
                return piece[1]

    def next_token(self):
        """The next token's id and the text that became certain with it (often ""); None at the end.

        The id is -1 for text that was held back until the end.
        """
        try:
            self._begin()
            while not self._ended:
                piece = call(self._poll, POLL_MILLIS)
                if piece is not None:
                    return piece.id(), piece.text()
                self._end_if_done()
            return None
        except BaseException:
            self.close()
            raise

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            self._begin()
            while not self._ended:
                piece = call(self._poll, 0)
                if piece is None:
                    self._end_if_done()
                    if not self._ended:
                        await self._naps.next()
                elif text := piece.text():
                    return text
        except BaseException:
            self.close()
            raise
        raise StopAsyncIteration

    def __await__(self):
        return self._read().__await__()

    async def _read(self):
        async for _ in self:
            pass
        return self._completion

    def read(self):
        """Reads to the end and gives the Completion."""
        while self.next_token() is not None:
            pass
        return self._completion

    def close(self):
        """Ends the generation; the session is free afterwards. Twice has no effect."""
        if self._ended:
            return
        self._ended = True
        if self._generation is None:
            return
        self._abandoned.detach()
        try:
            self._generation.cancel()
            self._completion = Completion(call(self._generation.result))
        except Exception:
            pass  # what it failed with has been raised where the pieces were taken
        finally:
            self._release()

    async def aclose(self):
        self.close()

    def _begin(self):
        if self._generation is None and not self._ended:
            self._generation = call(self._start)
            self._poll = self._generation.poll
            self._abandoned = weakref.finalize(self, _abandon, self._generation, self._release)

    def _end_if_done(self):
        """At the end, keeps the whole and frees the session."""
        if not self._generation.isDone():
            return
        self._abandoned.detach()
        self._ended = True
        try:
            self._completion = Completion(call(self._generation.result))
        finally:
            self._release()

    def __repr__(self):
        state = "ended" if self._ended else "running" if self._generation else "not started"
        return f"<triglot.Stream, {state}>"


def _abandon(generation, release):
    generation.cancel()
    release()
