"""An event loop for contexts without sockets, through which asyncio's own loops wake up."""

import asyncio
import threading


class SocketlessEventLoop(asyncio.BaseEventLoop):
    """Timers, tasks and calls from other threads, but no sockets, files or processes."""

    def __init__(self):
        super().__init__()
        self._selector = _Waiter()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        self._selector.wake()


class _Waiter:
    """What the loop asks for events: there are none but being woken."""

    def __init__(self):
        self._woken = threading.Event()

    def wake(self):
        self._woken.set()

    def select(self, timeout=None):
        self._woken.wait(timeout)
        self._woken.clear()
        return ()


class _Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = SocketlessEventLoop


def use_everywhere():
    asyncio.set_event_loop_policy(_Policy())
