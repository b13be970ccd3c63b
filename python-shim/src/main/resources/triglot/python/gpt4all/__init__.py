"""The API of the gpt4all package 2.8.2, on Triglot."""

from gpt4all.gpt4all import CancellationError, Embed4All, GPT4All

__all__ = ["CancellationError", "Embed4All", "GPT4All"]
