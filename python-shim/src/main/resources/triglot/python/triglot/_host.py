"""Where the engine is, and how to call it."""

import sys

from triglot._errors import error

_API_VERSION = 1
_ENTRY = "dev.triglot.polyglot.v1.Triglots"
_MISSING = "triglot needs GraalPy: run the script with `triglot python`, or let the Java application create the context with TriglotHost"


def _find():
    installed = sys.modules.get("_triglot_installed")
    if installed is not None:
        return installed.triglot
    try:
        import java
    except ImportError:
        raise ImportError(_MISSING) from None
    try:
        return java.type(_ENTRY).create()
    except (KeyError, NotImplementedError):
        pass
    try:
        # A wheel brings them.
        java.add_to_classpath(*_own_jars())
        return java.type(_ENTRY).create()
    except (KeyError, NotImplementedError, TypeError, ValueError, AttributeError) as missing:
        raise ImportError(f"{_MISSING}; or put Triglot's jars on the class path ({missing})") from None


def _own_jars():
    import os

    folder = os.path.join(os.path.dirname(__file__), "_jars")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)) if os.path.isdir(folder) else []


triglot = _find()
if triglot.apiVersion() != _API_VERSION:
    raise ImportError(
        f"this triglot package needs version {_API_VERSION} of the polyglot API, but the engine has version"
        f" {triglot.apiVersion()}: take both from the same release"
    )

from polyglot import ForeignException  # noqa: E402  (there is none outside of GraalPy: _find says so)


def call(function, *arguments):
    """Calls the engine; what it fails with becomes Python's own exception."""
    try:
        return function(*arguments)
    except ForeignException as failure:
        raise as_python(failure) from None


def as_python(failure):
    try:
        return error(str(failure.code()), str(failure.text()), failure)
    except AttributeError:
        return error("internal_error", str(failure))


def version():
    return str(triglot.version())


def features():
    """What this build can do beyond the first release: a frozenset of names."""
    return frozenset(str(name) for name in triglot.features())


class Handle:
    """Something that lives in the engine: it can be closed, and neither copied nor pickled."""

    def __reduce_ex__(self, protocol):
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled or copied: it lives in this process's memory"
        )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exception):
        self.close()
