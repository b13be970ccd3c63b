"""What can go wrong, as Python says it."""


class TriglotError(Exception):
    """Whatever goes wrong in Triglot. The text says what, where, and what to do.

    Attributes:
        code: a stable identifier in lower case with underscores, such as "model_not_found"
    """

    code = "error"
    _native = None

    @property
    def details(self):
        """The engine's own stack trace, for a report to the makers; empty if there is none."""
        return "" if self._native is None else str(self._native.details())

    def __reduce__(self):
        return _rebuilt, (type(self), str(self), self.code)


class ModelNotFoundError(TriglotError, FileNotFoundError):
    """There is no such file, and no such name in the catalog."""


class ModelFormatError(TriglotError, ValueError):
    """The file is damaged or is not a model."""


class UnsupportedModelError(TriglotError, ValueError):
    """The file is sound, but this version cannot run it."""


class InvalidArgumentError(TriglotError, ValueError):
    """A value is out of range or of the wrong kind."""


class ContextOverflowError(TriglotError, ValueError):
    """The prompt does not fit into the context."""


class TemplateError(TriglotError, ValueError):
    """The chat template is missing, or refuses the conversation."""


class StateError(TriglotError, ValueError):
    """A saved state is damaged or belongs to something else."""


class ClosedError(TriglotError, ValueError):
    """The model, session or chat has been closed."""


class BusyError(TriglotError, RuntimeError):
    """The session is at work: one thing at a time."""


class CancelledError(TriglotError):
    """The work was cancelled before it had a result."""


class OutOfMemoryError(TriglotError, MemoryError):
    """There is not enough memory."""


class AccessDeniedError(TriglotError, PermissionError):
    """The host does not grant this."""


class LimitExceededError(TriglotError, RuntimeError):
    """The host's limits do not allow that much."""


class StoreError(TriglotError, OSError):
    """A model could not be downloaded, read or removed."""


class FeatureMissingError(TriglotError, NotImplementedError):
    """This version does not have it."""


_BY_CODE = {
    "access_denied": AccessDeniedError,
    "busy": BusyError,
    "cancelled": CancelledError,
    "checksum_mismatch": StoreError,
    "closed": ClosedError,
    "context_overflow": ContextOverflowError,
    "download_failed": StoreError,
    "insufficient_memory": OutOfMemoryError,
    "invalid_argument": InvalidArgumentError,
    "limit_exceeded": LimitExceededError,
    "locked": StoreError,
    "malformed_model": ModelFormatError,
    "malformed_state": StateError,
    "model_not_found": ModelNotFoundError,
    "no_space": StoreError,
    "not_implemented": FeatureMissingError,
    "permission_denied": AccessDeniedError,
    "state_mismatch": StateError,
    "store_unreadable": StoreError,
    "template_error": TemplateError,
    "unsupported_model": UnsupportedModelError,
}


def error(code, text, native=None):
    """The exception for an error's code; a code that is new here is a plain TriglotError."""
    raised = _rebuilt(_BY_CODE.get(code, TriglotError), text, code)
    raised._native = native
    return raised


def _rebuilt(kind, text, code):
    raised = kind(text)
    raised.code = code
    return raised
