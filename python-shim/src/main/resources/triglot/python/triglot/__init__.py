"""Local language models: open one, and complete, stream, chat or embed with it.

    import triglot

    with triglot.open("smollm2") as llm:
        for piece in llm.stream("Once upon a time", max_tokens=50):
            print(piece, end="", flush=True)

Everything that goes wrong is a TriglotError, and a built-in one where there is a natural one: a missing
model is also a FileNotFoundError, a wrong value a ValueError.
"""

from triglot import store
from triglot._chat import Chat
from triglot._completion import Completion
from triglot._errors import (
    AccessDeniedError,
    BusyError,
    CancelledError,
    ClosedError,
    ContextOverflowError,
    FeatureMissingError,
    InvalidArgumentError,
    LimitExceededError,
    ModelFormatError,
    ModelNotFoundError,
    OutOfMemoryError,
    StateError,
    StoreError,
    TemplateError,
    TriglotError,
    UnsupportedModelError,
)
from triglot._host import features, version as _version
from triglot._model import Model, aopen, open
from triglot._records import Device, MemoryEstimate, ModelInfo, Progress, StoredModel
from triglot._session import Session
from triglot._stream import Stream
from triglot._system import devices, estimate_memory, inspect

__version__ = _version()

__all__ = [
    "AccessDeniedError",
    "BusyError",
    "CancelledError",
    "Chat",
    "ClosedError",
    "Completion",
    "ContextOverflowError",
    "Device",
    "FeatureMissingError",
    "InvalidArgumentError",
    "LimitExceededError",
    "MemoryEstimate",
    "Model",
    "ModelFormatError",
    "ModelInfo",
    "ModelNotFoundError",
    "OutOfMemoryError",
    "Progress",
    "Session",
    "StateError",
    "StoreError",
    "StoredModel",
    "Stream",
    "TemplateError",
    "TriglotError",
    "UnsupportedModelError",
    "aopen",
    "devices",
    "estimate_memory",
    "features",
    "inspect",
    "open",
    "store",
]
