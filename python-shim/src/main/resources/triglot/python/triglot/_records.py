"""What the engine tells about things, copied into named tuples."""

from collections import namedtuple

from triglot._host import call

ModelInfo = namedtuple(
    "ModelInfo",
    "name file format architecture parameters weight_bytes context_length embedding_length vocab_size"
    " chat_template hyperparameters warnings",
)
MemoryEstimate = namedtuple("MemoryEstimate", "context_length weights kv_cache scratch total")
Device = namedtuple("Device", "name description kernels threads")
StoredModel = namedtuple("StoredModel", "name aliases description license size sha256 state path")
Progress = namedtuple("Progress", "phase done total message")


def snapshot(kind, native):
    """A named tuple of what the methods of the same names give."""
    return kind(*(plain(call(getattr(native, camel_case(name)))) for name in kind._fields))


def camel_case(name):
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def plain(value):
    """Python's own str, list or dict in place of the engine's."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "keys"):
        return {str(key): plain(value[key]) for key in value.keys()}
    return [plain(element) for element in value]
