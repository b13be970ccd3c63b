"""Keyword arguments: one table says their names, defaults and types."""

_NUMBER = (int, float)
_TEXTS = (str, list, tuple)

GENERATION = {
    "max_tokens": (256, int),
    "temperature": (0.8, _NUMBER),
    "top_k": (40, int),
    "top_p": (0.95, _NUMBER),
    "min_p": (0.05, _NUMBER),
    "repeat_penalty": (1.0, _NUMBER),
    "repeat_last_n": (64, int),
    "presence_penalty": (0.0, _NUMBER),
    "frequency_penalty": (0.0, _NUMBER),
    "logit_bias": (None, dict),
    "seed": (None, int),
    "stop": (None, _TEXTS),
    "grammar": (None, str),
    "json_schema": (None, (str, dict)),
    "tools": (None, list),
}
SESSION = {
    "context_length": (0, int),
    "kv_cache_type": ("f16", str),
    "batch_size": (512, int),
    "context_erase": (0.5, _NUMBER),
}
CHAT = {
    "system": (None, str),
    "messages": (None, list),
    "template": (None, str),
}
OPEN = {
    "threads": (0, int),
    "device": ("cpu", str),
    "download": (True, bool),
}


def checked(what, table, given):
    """The options that differ from None, as the engine takes them.

    Raises:
        TypeError: for a name that is not in the table (it says the nearest one), or a value of another type
    """
    options = {}
    for name, value in given.items():
        if name not in table:
            raise TypeError(_unknown(what, name, table))
        if value is None:
            continue
        _, kind = table[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise TypeError(f"{name} of {what} must be {_name_of(kind)}, not {type(value).__name__}: {value!r}")
        options[name] = value
    return options


def only(table, options):
    """The part of options that a table names."""
    return {name: value for name, value in options.items() if name in table}


def keywords(positional, *tables):
    """Shows help() and inspect.signature the keyword arguments that **options stands for."""
    named = (f"{name}={default!r}" for table in tables for name, (default, _) in table.items())

    def decorate(function):
        function.__signature__ = f"(self, {positional}*, {', '.join(named)})"
        return function

    return decorate


def _unknown(what, name, table):
    import difflib

    nearest = difflib.get_close_matches(name, table, n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"it takes {', '.join(table)}"
    return f"{what} got an unexpected keyword argument {name!r}: {hint}"


def _name_of(kind):
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return " or ".join("a number" if k is float else k.__name__ for k in kinds if not (k is int and float in kinds))
