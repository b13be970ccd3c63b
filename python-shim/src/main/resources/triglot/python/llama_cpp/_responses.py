"""Answers in the shapes of the OpenAI API."""

import random
import time


class Response:
    """What all parts of one answer share."""

    def __init__(self, kind, model, prefix):
        self._head = {
            "id": f"{prefix}-{random.getrandbits(128):032x}",
            "object": kind,
            "created": int(time.time()),
            "model": model,
        }

    def __call__(self, choice, usage=None, *, chunk=False):
        body = dict(self._head)
        if chunk and body["object"] == "chat.completion":
            body["object"] = "chat.completion.chunk"
        body["choices"] = [{"index": 0, "logprobs": None, "finish_reason": None, **choice}]
        if usage is not None:
            body["usage"] = usage
        return body


def usage(prompt_tokens, completion_tokens):
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }


def reason(completion):
    """"stop" or "length"; a generation that was cancelled has stopped."""
    return "length" if completion.finish_reason == "length" else "stop"
