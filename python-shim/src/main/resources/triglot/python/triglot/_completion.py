"""What a generation gave."""

from triglot._host import call
from triglot._numbers import to_ids


class Completion(str):
    """The generated text, a str, with what else is known of its making.

    Attributes:
        finish_reason: "stop" (the model or a stop string ended it), "length", or "cancelled"
        prompt_tokens, prompt_evaluated, completion_tokens: counts; what the context held already was not evaluated
        prompt_millis, completion_millis: time taken
    """

    def __new__(cls, native):
        completion = super().__new__(cls, str(call(native.text)))
        completion.finish_reason = str(native.finishReason())
        completion.prompt_tokens = native.promptTokens()
        completion.prompt_evaluated = native.promptEvaluated()
        completion.completion_tokens = native.completionTokens()
        completion.prompt_millis = native.promptMillis()
        completion.completion_millis = native.completionMillis()
        completion._ids = native.tokens
        return completion

    @property
    def tokens(self):
        """The generated ids, without the end token."""
        return to_ids(self._ids())

    def __reduce__(self):
        return str, (str(self),)
