#!/usr/bin/env python3
"""Triglot's quantizer against llama.cpp's, type by type on the same model: quality, size and time as a Markdown table.

    quantize.py --python PYTHON source.gguf --windows reference.json

Quality is measured by one judge for both, llama.cpp: perplexity, and the mean Kullback-Leibler divergence from the
source's own predictions. The difference has the standard error of the mean beside it. Both quantize the same file with
the same number of threads, one right after the other; the time is that of the whole process for triglot, Java's start
included, and of llama_model_quantize alone for llama.cpp.
The interpreter needs llama-cpp-python and numpy; `peers.py` builds one beside the build's output.
"""

import argparse
import ctypes
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PRESETS = {
    "Q8_0": 7, "Q6_K": 18, "Q5_K_M": 17, "Q5_K_S": 16, "Q5_1": 9, "Q5_0": 8, "Q4_K_M": 15, "Q4_K_S": 14, "Q4_1": 3,
    "Q4_0": 2, "IQ4_NL": 25, "IQ4_XS": 30, "Q3_K_L": 13, "Q3_K_M": 12, "Q3_K_S": 11, "Q2_K": 10, "F16": 1, "BF16": 32,
}


def log_softmax(logits):
    import numpy as np

    shifted = logits.astype(np.float64) - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


class Judge:
    """Predictions of llama.cpp for the same windows, and how far they are from the source's."""

    def __init__(self, windows, source, threads):
        self.windows = windows
        self.threads = threads
        self.reference = list(self.predictions(source))

    def predictions(self, path):
        import llama_cpp

        model = llama_cpp.Llama(
            str(path),
            n_ctx=max(map(len, self.windows)),
            n_threads=self.threads,
            n_threads_batch=self.threads,
            logits_all=True,
            verbose=False,
        )
        for window in self.windows:
            model.reset()
            model.eval(window)
            yield log_softmax(model.scores[: len(window) - 1])
        model.close()

    def judge(self, path):
        """Negative log likelihood of every token, and the mean divergence."""
        import numpy as np

        nll, divergence = [], []
        for window, truth, found in zip(self.windows, self.reference, self.predictions(path)):
            nll.append(-found[np.arange(len(window) - 1), window[1:]])
            divergence.append((np.exp(truth) * (truth - found)).sum(axis=-1))
        return np.concatenate(nll), float(np.concatenate(divergence).mean())


def triglot(source, target, preset, threads, importance):
    extra = ["--imatrix", importance] if importance else []
    start = time.perf_counter()
    subprocess.run(
        [
            os.environ.get("TRIGLOT", str(ROOT / "triglot")),
            *["quantize", source, target, "--type", preset, "-t", str(threads), "--force", *extra],
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def importance_entries(path):
    """Mean squares by tensor, from a GGUF file of either program."""
    import gguf

    tensors = {tensor.name: tensor.data.reshape(-1) for tensor in gguf.GGUFReader(path).tensors}
    suffix = ".in_sum2"
    return {
        name.removesuffix(suffix): sums / tensors[name.removesuffix(suffix) + ".counts"][0]
        for name, sums in tensors.items()
        if name.endswith(suffix)
    }


def llama_cpp_quantize(source, target, preset, threads, importance):
    import llama_cpp
    import numpy as np

    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = PRESETS[preset]
    parameters.nthread = threads
    kept = []
    if importance:
        known = importance_entries(importance)
        entries = (llama_cpp.llama_model_imatrix_data * (len(known) + 1))()
        for entry, (name, values) in zip(entries, known.items()):
            values = np.ascontiguousarray(values, np.float32)
            kept.append(values)
            entry.name = name.encode()
            entry.data = values.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            entry.size = values.size
        parameters.imatrix = entries
    start = time.perf_counter()
    if llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), ctypes.byref(parameters)):
        raise SystemExit(f"llama.cpp cannot quantize {source} to {preset}")
    return time.perf_counter() - start


def compare(args):
    import llama_cpp

    @llama_cpp.llama_log_callback
    def silent(level, text, data):
        pass

    llama_cpp.llama_log_set(silent, None)
    read = json.loads(pathlib.Path(args.windows).read_text())
    windows = read if isinstance(read, list) else [window["ids"] for window in read["perplexity"]["windows"]]
    judge = None if args.no_quality else Judge(windows, args.source, args.threads)
    if judge:
        import numpy as np

        nll = [-truth[np.arange(len(w) - 1), w[1:]] for w, truth in zip(windows, judge.reference)]
        print(f"\nsource: perplexity {np.exp(np.concatenate(nll).mean()):.3f}\n")
    print("| type | size | perplexity triglot | llama.cpp | difference | divergence triglot | llama.cpp | speed | triglot | llama.cpp |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = pathlib.Path(folder, "ours.gguf"), pathlib.Path(folder, "theirs.gguf")
        for preset in args.types.split(",") if args.types else PRESETS:
            rounds = []
            for _ in range(args.rounds):
                # Ours would keep the old file until the new one is complete, and so have less memory on tmpfs.
                ours.unlink(missing_ok=True)
                theirs.unlink(missing_ok=True)
                our_time = triglot(args.source, ours, preset, args.threads, args.imatrix)
                their_time = llama_cpp_quantize(args.source, theirs, preset, args.threads, args.imatrix)
                rounds.append((their_time / our_time, our_time, their_time))
            times = "{:.2f} | {:.2f} s | {:.2f} s".format(*sorted(rounds)[len(rounds) // 2])
            size = f"{ours.stat().st_size / 1e6:.2f} MB"
            if judge is None:
                print(f"| {preset} | {size} | | | | | | {times} |", flush=True)
                continue
            (our_nll, k), (their_nll, m) = judge.judge(ours), judge.judge(theirs)
            p, q = np.exp(our_nll.mean()), np.exp(their_nll.mean())
            error = (our_nll - their_nll).std() / len(our_nll) ** 0.5
            print(
                f"| {preset} | {size} | {p:.3f} | {q:.3f} | {100 * (p / q - 1):+.2f} ± {100 * error:.2f} % "
                f"| {k:.5f} | {m:.5f} "
                f"| {times} |",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a GGUF file of F32 or F16")
    parser.add_argument("--windows", required=True, help="a reference.json of the fixtures, or arrays of token ids")
    parser.add_argument("--types", help="separated by commas; all by default")
    parser.add_argument("--imatrix", help="an importance matrix (GGUF) for both")
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1, help="for the time; the one with the median ratio counts")
    parser.add_argument("--no-quality", action="store_true", help="measures the time only")
    parser.add_argument("--python", help="an interpreter that already has llama-cpp-python")
    args = parser.parse_args()
    try:
        import llama_cpp  # noqa: F401
    except ImportError:
        from peers import peer_python

        python = str(args.python or peer_python())
        os.execv(python, [python, *sys.argv])
    compare(args)


if __name__ == "__main__":
    main()
