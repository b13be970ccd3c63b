#!/usr/bin/env python3
"""Triglot against llama.cpp on the same file: rounds in turn, ratios round by round, medians.

Needs nothing but Python and pip: llama-cpp-python is built from its source distribution into a virtual environment
beside the build's output on first use.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ENVIRONMENT = ROOT / "tests" / "target" / "peers"


def peer_python():
    """The interpreter that has llama-cpp-python."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print("building llama-cpp-python (some minutes) ...", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "llama-cpp-python"], check=True)
    return python


def run_json(command):
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return json.loads(result.stdout.strip().splitlines()[-1])


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        flags = next(line for line in lines if line.startswith("flags"))
        return f"{names[0]} ({'AVX-512' if 'avx512f' in flags else 'AVX2' if 'avx2' in flags else 'no AVX2'})"
    except (OSError, StopIteration, IndexError):
        return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="+", help="GGUF files")
    parser.add_argument("-p", "--prompt", type=int, default=512)
    parser.add_argument("-n", "--predict", type=int, default=128)
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--repetitions", type=int, default=3, help="in each round")
    parser.add_argument("--python", help="an interpreter that already has llama-cpp-python")
    args = parser.parse_args()

    python = args.python or peer_python()
    shape = ["-p", str(args.prompt), "-n", str(args.predict), "-t", str(args.threads), "-r", str(args.repetitions)]
    print(f"{processor()}, {args.threads} threads, load {os.getloadavg()[0]:.1f}, {args.rounds} rounds in turn\n")
    print("| model | kernels | | triglot t/s | llama.cpp t/s | ratio (median, min-max) |")
    print("|---|---|---|---|---|---|")
    for model in args.model:
        ours, theirs = [], []
        for _ in range(args.rounds):
            ours.append(run_json([ROOT / "triglot", "bench", "-m", model, *shape, "-o", "json"]))
            theirs.append(run_json([python, HERE / "llama_bench.py", model, *shape]))
        for what, key in (("prefill", "prompt_per_second"), ("decode", "predicted_per_second")):
            ratios = [a[key] / b[key] for a, b in zip(ours, theirs)]
            print(
                f"| {pathlib.Path(model).name} | {ours[0]['kernels']} | {what} "
                f"| {statistics.median(a[key] for a in ours):.1f} | {statistics.median(b[key] for b in theirs):.1f} "
                f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |",
                flush=True,
            )


if __name__ == "__main__":
    main()
