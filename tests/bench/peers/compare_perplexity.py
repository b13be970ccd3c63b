#!/usr/bin/env python3
"""What llama.cpp makes of files that `triglot convert` wrote and of those that its own converter wrote.

    compare_perplexity.py --converter PATH/convert_hf_to_gguf.py --triglot ./triglot --fixtures DIR MODEL...

DIR has the layout of tests/src/test/resources/fixtures: hf/MODEL is the checkpoint, ref/MODEL/reference.json has the
windows, PyTorch's mean negative log-likelihood and the prompts with their ids. Needs llama-cpp-python, numpy, and what
compare_conversion.py needs.
"""

import argparse
import json
import math
import pathlib
import subprocess
import tempfile

import numpy as np
from compare_conversion import theirs
from llama_cpp import Llama


def measure(path, reference):
    """Perplexity over the windows, and how many prompts get other ids."""
    model = Llama(str(path), n_ctx=256, n_batch=256, n_threads=2, logits_all=True, verbose=False)
    total = scored = 0
    for window in reference["perplexity"]["windows"]:
        ids = window["ids"]
        model.reset()
        model.eval(ids)
        scores = np.array(model.scores[:len(ids)], dtype=np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        total -= sum(logs[i, ids[i + 1]] for i in range(len(ids) - 1))
        scored += len(ids) - 1
    bos = reference["prompts"][0]["ids"][0] == model.token_bos()
    other = sum(model.tokenize(p["text"].encode(), add_bos=bos, special=False) != p["ids"] for p in reference["prompts"])
    return math.exp(total / scored), other


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--converter", type=pathlib.Path, required=True)
    parser.add_argument("--triglot", required=True, help="the command")
    parser.add_argument("--fixtures", type=pathlib.Path, required=True)
    parser.add_argument("--type", default="f16")
    parser.add_argument("models", nargs="+")
    arguments = parser.parse_args()
    print("| model | PyTorch | llama.cpp, Triglot's file | llama.cpp, its own file | prompts with other ids |")
    print("|---|---|---|---|---|")
    for name in arguments.models:
        checkpoint = arguments.fixtures / "hf" / name
        reference = json.loads((arguments.fixtures / "ref" / name / "reference.json").read_text())
        with tempfile.TemporaryDirectory() as folder:
            scratch = pathlib.Path(folder)
            ours, their = scratch / "ours.gguf", scratch / "theirs.gguf"
            command = [arguments.triglot, "convert", str(checkpoint), str(ours), "--type", arguments.type]
            subprocess.run(command, check=True, capture_output=True)
            first, other = measure(ours, reference)
            theirs(arguments.converter, checkpoint, arguments.type, their, scratch)
            second, _ = measure(their, reference)
        expected = math.exp(reference["perplexity"]["mean_nll"])
        print(f"| {name} | {expected:.5f} | {first:.5f} | {second:.5f} | {other} |", flush=True)


if __name__ == "__main__":
    main()
