import os
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, TypedDict, Unpack, overload

Answer: TypeAlias = dict[str, Any]

class SamplingOptions(TypedDict, total=False):
    temperature: float
    top_p: float
    min_p: float
    top_k: int
    seed: int | None
    frequency_penalty: float
    presence_penalty: float
    repeat_penalty: float
    logit_bias: Mapping[int, float] | None

class CompletionOptions(SamplingOptions, total=False):
    stop: str | Sequence[str] | None

class LlamaState:
    llama_state: bytes
    llama_state_size: int
    input_ids: list[int]
    n_tokens: int
    seed: int | None
    def __init__(self, llama_state: bytes, input_ids: list[int], seed: int | None) -> None: ...

class Llama:
    model_path: str
    metadata: dict[str, str]
    chat_format: str | None
    verbose: bool
    n_threads: int | None
    last_n_tokens_size: int
    def __init__(
        self,
        model_path: str | os.PathLike[str],
        *,
        n_ctx: int = 512,
        n_batch: int = 512,
        n_threads: int | None = None,
        seed: int = 0xFFFFFFFF,
        embedding: bool = False,
        chat_format: str | None = None,
        type_k: int | None = None,
        type_v: int | None = None,
        last_n_tokens_size: int = 64,
        verbose: bool = True,
        lora_path: str | None = None,
        chat_handler: Any = None,
        draft_model: Any = None,
        tokenizer: Any = None,
        vocab_only: bool = False,
        **without_effect: Any,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
    def close(self) -> None: ...
    def tokenize(self, text: bytes, add_bos: bool = True, special: bool = False) -> list[int]: ...
    def detokenize(
        self, tokens: Sequence[int], prev_tokens: Sequence[int] | None = None, special: bool = False
    ) -> bytes: ...
    def n_ctx(self) -> int: ...
    def n_vocab(self) -> int: ...
    def n_embd(self) -> int: ...
    def token_bos(self) -> int: ...
    def token_eos(self) -> int: ...
    @property
    def n_tokens(self) -> int: ...
    def set_seed(self, seed: int | None) -> None: ...
    def reset(self) -> None: ...
    def save_state(self) -> LlamaState: ...
    def load_state(self, state: LlamaState) -> None: ...
    def __call__(
        self,
        prompt: str | Sequence[int],
        suffix: str | None = None,
        max_tokens: int | None = 16,
        *,
        echo: bool = False,
        stream: bool = False,
        model: str | None = None,
        **options: Unpack[CompletionOptions],
    ) -> Answer | Iterator[Answer]: ...
    @overload
    def create_completion(
        self,
        prompt: str | Sequence[int],
        suffix: str | None = None,
        max_tokens: int | None = 16,
        *,
        echo: bool = False,
        stream: Literal[False] = False,
        model: str | None = None,
        **options: Unpack[CompletionOptions],
    ) -> Answer: ...
    @overload
    def create_completion(
        self,
        prompt: str | Sequence[int],
        suffix: str | None = None,
        max_tokens: int | None = 16,
        *,
        echo: bool = False,
        stream: Literal[True],
        model: str | None = None,
        **options: Unpack[CompletionOptions],
    ) -> Iterator[Answer]: ...
    @overload
    def create_chat_completion(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        stream: Literal[False] = False,
        max_tokens: int | None = None,
        stop: str | Sequence[str] | None = None,
        model: str | None = None,
        **options: Unpack[SamplingOptions],
    ) -> Answer: ...
    @overload
    def create_chat_completion(
        self,
        messages: Sequence[Mapping[str, Any]],
        *,
        stream: Literal[True],
        max_tokens: int | None = None,
        stop: str | Sequence[str] | None = None,
        model: str | None = None,
        **options: Unpack[SamplingOptions],
    ) -> Iterator[Answer]: ...
    def create_embedding(self, input: str | list[str], model: str | None = None) -> Answer: ...
    def embed(
        self, input: str | list[str], normalize: bool = True, truncate: bool = True, return_count: bool = False
    ) -> Any: ...
