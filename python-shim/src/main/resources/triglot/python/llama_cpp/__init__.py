"""What most programs use of the llama-cpp-python package, on Triglot.

Options that say where and how llama.cpp computes are accepted without effect; what Triglot lacks, such as
grammars, is a NotImplementedError that names it.
"""

from llama_cpp.llama import Llama, LlamaState

__all__ = ["Llama", "LlamaState"]
