"""Numbers in bulk: one copy each way, never an element at a time."""

from array import array

_TYPECODES = {"int32": "i", "float32": "f", "uint8": "B"}


def to_array(numbers):
    """An array.array of what the engine gave."""
    return array(_TYPECODES[numbers.type()], numbers.latin1().encode("latin-1"))


def to_ids(numbers):
    return to_array(numbers).tolist()


def to_floats(numbers, shape=None):
    """A NumPy array where NumPy can be imported, else an array.array, or a list of them for two dimensions."""
    flat = to_array(numbers)
    try:
        import numpy
    except ImportError:
        if shape is None:
            return flat
        rows, columns = shape
        return [flat[row * columns : (row + 1) * columns] for row in range(rows)]
    vector = numpy.frombuffer(flat, dtype=numpy.float32)
    return vector if shape is None else vector.reshape(shape)


def from_ids(ids):
    """Token ids as the engine takes them at once."""
    if isinstance(ids, (str, bytes)):
        raise TypeError(f"token ids must be a sequence of integers, not {type(ids).__name__}")
    return ids if isinstance(ids, array) else array("i", ids)


def prompt(text_or_ids):
    """A text as it is, anything else as token ids."""
    return text_or_ids if isinstance(text_or_ids, str) else from_ids(text_or_ids)
