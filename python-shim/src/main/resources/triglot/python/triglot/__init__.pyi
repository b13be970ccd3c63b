import os
from array import array
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypedDict, Unpack, overload

from triglot import store as store

__version__: Final[str]

# What stands for **options below.

class GenerationOptions(TypedDict, total=False):
    max_tokens: int | None
    temperature: float | None
    top_k: int | None
    top_p: float | None
    min_p: float | None
    repeat_penalty: float | None
    repeat_last_n: int | None
    presence_penalty: float | None
    frequency_penalty: float | None
    logit_bias: Mapping[int, float | None] | None
    seed: int | None
    stop: str | Sequence[str] | None
    grammar: str | None
    json_schema: str | dict[str, Any] | None
    tools: list[dict[str, Any]] | None

class SessionOptions(TypedDict, total=False):
    context_length: int | None
    kv_cache_type: str | None
    batch_size: int | None
    context_erase: float | None

class ChatOptions(TypedDict, total=False):
    system: str | None
    messages: list[dict[str, Any]] | None
    template: str | None

class ChatSessionOptions(ChatOptions, SessionOptions): ...

class OpenOptions(SessionOptions, total=False):
    threads: int | None
    device: str | None
    download: bool | None

# Errors.

class TriglotError(Exception):
    code: str
    @property
    def details(self) -> str: ...

class ModelNotFoundError(TriglotError, FileNotFoundError): ...
class ModelFormatError(TriglotError, ValueError): ...
class UnsupportedModelError(TriglotError, ValueError): ...
class InvalidArgumentError(TriglotError, ValueError): ...
class ContextOverflowError(TriglotError, ValueError): ...
class TemplateError(TriglotError, ValueError): ...
class StateError(TriglotError, ValueError): ...
class ClosedError(TriglotError, ValueError): ...
class BusyError(TriglotError, RuntimeError): ...
class CancelledError(TriglotError): ...
class OutOfMemoryError(TriglotError, MemoryError): ...
class AccessDeniedError(TriglotError, PermissionError): ...
class LimitExceededError(TriglotError, RuntimeError): ...
class StoreError(TriglotError, OSError): ...
class FeatureMissingError(TriglotError, NotImplementedError): ...

# Records.

class ModelInfo(NamedTuple):
    name: str
    file: str
    format: str
    architecture: str
    parameters: int
    weight_bytes: int
    context_length: int
    embedding_length: int
    vocab_size: int
    chat_template: str | None
    hyperparameters: dict[str, Any]
    warnings: list[str]

class MemoryEstimate(NamedTuple):
    context_length: int
    weights: int
    kv_cache: int
    scratch: int
    total: int

class Device(NamedTuple):
    name: str
    description: str
    kernels: str
    threads: int

class StoredModel(NamedTuple):
    name: str
    aliases: list[str]
    description: str
    license: str
    size: int
    sha256: str
    state: str
    path: str

class Progress(NamedTuple):
    phase: str
    done: int
    total: int
    message: str

# Handles: they live in the engine, and are closed.

class _Handle:
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def close(self) -> None: ...

class Completion(str):
    finish_reason: str
    prompt_tokens: int
    prompt_evaluated: int
    completion_tokens: int
    prompt_millis: float
    completion_millis: float
    @property
    def tokens(self) -> list[int]: ...

class Stream(_Handle, Iterator[str], AsyncIterator[str]):
    @property
    def completion(self) -> Completion | None: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> str: ...
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> str: ...
    def __await__(self) -> Generator[Any, None, Completion]: ...
    def next_token(self) -> tuple[int, str] | None: ...
    def read(self) -> Completion: ...
    async def aclose(self) -> None: ...

class Chat(_Handle):
    messages: list[dict[str, str]]
    @property
    def forgotten(self) -> int: ...
    def send(self, content: str, **options: Unpack[GenerationOptions]) -> Completion: ...
    async def asend(self, content: str, **options: Unpack[GenerationOptions]) -> Completion: ...
    def stream(self, content: str, **options: Unpack[GenerationOptions]) -> Stream: ...
    def regenerate(self, **options: Unpack[GenerationOptions]) -> Completion: ...
    def reset(self) -> None: ...

class Session(_Handle):
    def complete(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Completion: ...
    async def acomplete(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Completion: ...
    def stream(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Stream: ...
    def chat(self, **options: Unpack[ChatOptions]) -> Chat: ...
    def logits(self, ids: Sequence[int]) -> array[float]: ...
    def save(self, path: str | os.PathLike[str]) -> None: ...
    def load(self, path: str | os.PathLike[str]) -> None: ...
    def dumps(self) -> bytes: ...
    def loads(self, state: bytes) -> None: ...
    def cancel(self) -> None: ...
    def reset(self) -> None: ...
    @property
    def tokens(self) -> list[int]: ...
    @property
    def context_length(self) -> int: ...
    @property
    def closed(self) -> bool: ...

class Model(_Handle):
    info: ModelInfo
    threads: int
    @property
    def bos(self) -> int: ...
    @property
    def eos(self) -> int: ...
    @property
    def closed(self) -> bool: ...
    def complete(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Completion: ...
    async def acomplete(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Completion: ...
    def stream(self, prompt: str | Sequence[int], **options: Unpack[GenerationOptions]) -> Stream: ...
    def chat(self, **options: Unpack[ChatSessionOptions]) -> Chat: ...
    def session(self, **options: Unpack[SessionOptions]) -> Session: ...
    # An array.array, or a NumPy array where NumPy can be imported: what both can do.
    @overload
    def embed(
        self,
        texts: str,
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: str = "mean",
        context_length: int | None = None,
        on_chunks: Callable[[list[int]], object] | None = None,
    ) -> array[float]: ...
    @overload
    def embed(
        self,
        texts: list[str] | tuple[str, ...],
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: str = "mean",
        context_length: int | None = None,
        on_chunks: Callable[[list[int]], object] | None = None,
    ) -> list[array[float]]: ...
    @overload
    async def aembed(
        self,
        texts: str,
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: str = "mean",
        context_length: int | None = None,
    ) -> array[float]: ...
    @overload
    async def aembed(
        self,
        texts: list[str] | tuple[str, ...],
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: str = "mean",
        context_length: int | None = None,
    ) -> list[array[float]]: ...
    def tokenize(self, text: str, *, add_special: bool = True, parse_special: bool = False) -> list[int]: ...
    def detokenize(self, ids: Sequence[int], *, special: bool = False) -> str: ...
    def token_bytes(self, token_id: int) -> bytes: ...
    def render_chat(
        self, messages: Sequence[Mapping[str, Any]], *, add_generation_prompt: bool = True, template: str | None = None
    ) -> str: ...

def open(
    name: str | os.PathLike[str] | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **options: Unpack[OpenOptions],
) -> Model: ...
async def aopen(
    name: str | os.PathLike[str] | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **options: Unpack[OpenOptions],
) -> Model: ...
def inspect(name: str | os.PathLike[str]) -> ModelInfo: ...
def estimate_memory(
    name: str | os.PathLike[str], *, context_length: int = 0, kv_cache_type: str = "f16", batch_size: int = 512
) -> MemoryEstimate: ...
def devices() -> list[Device]: ...
def features() -> frozenset[str]: ...
