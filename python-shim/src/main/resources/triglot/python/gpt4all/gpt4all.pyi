import os
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Generic, Literal, Self, TypeAlias, TypedDict, TypeVar, overload

DEFAULT_MODEL_DIRECTORY: Path
DEFAULT_PROMPT_TEMPLATE: str

ResponseCallback: TypeAlias = Callable[[int, str], bool]
EmbedCallback: TypeAlias = Callable[[list[int], str], bool]

_V = TypeVar("_V")

class CancellationError(Exception): ...

class EmbedResult(TypedDict, Generic[_V]):
    embeddings: _V
    n_prompt_tokens: int

class LLModel:
    model_path: str
    n_ctx: int
    ngl: int
    def __init__(self, model_path: str, n_ctx: int, ngl: int, backend: str) -> None: ...
    @property
    def backend(self) -> str: ...
    @property
    def device(self) -> str | None: ...
    @property
    def chat_template(self) -> str | None: ...
    @staticmethod
    def list_gpus(mem_required: int = 0) -> list[str]: ...
    def init_gpu(self, device: str) -> None: ...
    def load_model(self) -> bool: ...
    def set_thread_count(self, n_threads: int) -> None: ...
    def thread_count(self) -> int: ...
    def close(self) -> None: ...
    def generate_embeddings(
        self,
        text: str | list[str],
        prefix: str | None,
        dimensionality: int,
        do_mean: bool,
        atlas: bool,
        cancel_cb: EmbedCallback | None,
    ) -> dict[str, Any]: ...
    def prompt_model(self, prompt: str, prompt_template: str, callback: ResponseCallback, **options: Any) -> None: ...
    def prompt_model_streaming(
        self, prompt: str, prompt_template: str, callback: ResponseCallback = ..., **options: Any
    ) -> Generator[str]: ...
    def prompt_text(self, text: str, callback: ResponseCallback, **options: Any) -> Generator[str]: ...
    def render_chat(self, messages: list[dict[str, str]], template: str | None) -> str: ...

class GPT4All:
    config: dict[str, Any]
    model: LLModel
    model_type: str | None
    current_chat_session: list[dict[str, str]] | None
    def __init__(
        self,
        model_name: str,
        *,
        model_path: str | os.PathLike[str] | None = None,
        model_type: str | None = None,
        allow_download: bool = True,
        n_threads: int | None = None,
        device: str | None = None,
        n_ctx: int = 2048,
        ngl: int = 100,
        verbose: bool = False,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def close(self) -> None: ...
    @property
    def backend(self) -> str: ...
    @property
    def device(self) -> str | None: ...
    @staticmethod
    def list_models() -> list[dict[str, Any]]: ...
    @staticmethod
    def list_gpus() -> list[str]: ...
    @classmethod
    def retrieve_model(
        cls,
        model_name: str,
        model_path: str | os.PathLike[str] | None = None,
        allow_download: bool = True,
        verbose: bool = False,
    ) -> dict[str, Any]: ...
    @staticmethod
    def download_model(
        model_filename: str,
        model_path: str | os.PathLike[str],
        verbose: bool = True,
        url: str | None = None,
        expected_size: int | None = None,
        expected_md5: str | None = None,
        *,
        expected_sha256: str | None = None,
    ) -> Path: ...
    @overload
    def generate(
        self,
        prompt: str,
        *,
        max_tokens: int = 200,
        temp: float = 0.7,
        top_k: int = 40,
        top_p: float = 0.4,
        min_p: float = 0.0,
        repeat_penalty: float = 1.18,
        repeat_last_n: int = 64,
        n_batch: int = 8,
        n_predict: int | None = None,
        streaming: Literal[False] = False,
        callback: ResponseCallback = ...,
    ) -> str: ...
    @overload
    def generate(
        self,
        prompt: str,
        *,
        max_tokens: int = 200,
        temp: float = 0.7,
        top_k: int = 40,
        top_p: float = 0.4,
        min_p: float = 0.0,
        repeat_penalty: float = 1.18,
        repeat_last_n: int = 64,
        n_batch: int = 8,
        n_predict: int | None = None,
        streaming: Literal[True],
        callback: ResponseCallback = ...,
    ) -> Generator[str]: ...
    def chat_session(
        self,
        system_prompt: str | Literal[False] | None = None,
        prompt_template: str | None = None,
        *,
        system_message: str | Literal[False] | None = None,
        chat_template: str | None = None,
    ) -> AbstractContextManager[Self]: ...

class Embed4All:
    MIN_DIMENSIONALITY: ClassVar[int]
    gpt4all: GPT4All
    def __init__(
        self, model_name: str | None = None, *, n_threads: int | None = None, device: str | None = None, **kwargs: Any
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def close(self) -> None: ...
    @overload
    def embed(
        self,
        text: str,
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: Literal["mean", "truncate"] = "mean",
        return_dict: Literal[False] = False,
        atlas: bool = False,
        cancel_cb: EmbedCallback | None = None,
    ) -> list[float]: ...
    @overload
    def embed(
        self,
        text: list[str],
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: Literal["mean", "truncate"] = "mean",
        return_dict: Literal[False] = False,
        atlas: bool = False,
        cancel_cb: EmbedCallback | None = None,
    ) -> list[list[float]]: ...
    @overload
    def embed(
        self,
        text: str,
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: Literal["mean", "truncate"] = "mean",
        return_dict: Literal[True],
        atlas: bool = False,
        cancel_cb: EmbedCallback | None = None,
    ) -> EmbedResult[list[float]]: ...
    @overload
    def embed(
        self,
        text: list[str],
        *,
        prefix: str | None = None,
        dimensionality: int | None = None,
        long_text_mode: Literal["mean", "truncate"] = "mean",
        return_dict: Literal[True],
        atlas: bool = False,
        cancel_cb: EmbedCallback | None = None,
    ) -> EmbedResult[list[list[float]]]: ...
