"""Waiting for the engine in short steps, so that Ctrl-C, other threads and other tasks go on."""

from triglot._host import call
from triglot._records import Progress, snapshot

POLL_MILLIS = 50
_NAP_SECONDS = 0.001
_LONGEST_NAP_SECONDS = 0.008


class Naps:
    """How long an event loop is left alone between two looks: briefly at first, then longer."""

    def __init__(self, longest=_LONGEST_NAP_SECONDS):
        self._seconds = _NAP_SECONDS
        self._longest = longest

    async def next(self):
        import asyncio

        await asyncio.sleep(self._seconds)
        self._seconds = min(2 * self._seconds, self._longest)


def wait(task, progress=None):
    """The task's result; an exception (Ctrl-C, or what progress raises) cancels it."""
    ended = getattr(task, "await")  # a keyword of Python
    try:
        while not call(ended, POLL_MILLIS):
            _report(task, progress)
        return call(task.result)
    finally:
        task.cancel()


async def wait_async(task, progress=None):
    """As wait, but other tasks of the event loop go on."""
    naps = Naps()
    try:
        while not task.isDone():
            _report(task, progress)
            await naps.next()
        return call(task.result)
    finally:
        task.cancel()


def _report(task, progress):
    if progress is not None:
        now = task.progress()
        if now is not None:
            progress(snapshot(Progress, now))
