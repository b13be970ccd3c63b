"""Decode rates of Triglot and of llama.cpp, alone and while another process keeps one core busy: a table in Markdown.

    competing_load.py MODEL.gguf [--threads 2] [--rounds 5] [--tokens 64]

Interleaved: each round measures both engines in both situations.
"""

import argparse
import os
import statistics
import subprocess
import sys

from engines import ROOT, LlamaCpp, Test, Triglot, peer_python


class Busy:
    """A process that computes without a pause."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, "-c", "while True: pass"])

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def shown(samples):
    return f"{statistics.median(samples):.1f} ({min(samples):.1f} to {max(samples):.1f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--triglot", default=str(ROOT / "triglot"), help="the command")
    parser.add_argument("--python", help="an interpreter that has llama-cpp-python; built on first use")
    arguments = parser.parse_args()
    model = os.path.abspath(arguments.model)
    test = Test(prompt=8, predict=arguments.tokens, depth=0, threads=arguments.threads, repetitions=3)
    engines = [Triglot(arguments.triglot), LlamaCpp(arguments.python or peer_python())]
    alone = {engine.name: [] for engine in engines}
    beside = {engine.name: [] for engine in engines}
    for _ in range(arguments.rounds):
        for engine in engines:
            alone[engine.name].append(engine.rates(model, test)["predicted_per_second"])
            with Busy():
                beside[engine.name].append(engine.rates(model, test)["predicted_per_second"])
    print(f"{os.path.basename(model)}, {arguments.threads} threads on {os.cpu_count()} cores, {arguments.rounds} rounds\n")
    print("| engine | alone, tokens/s | beside a busy process | kept |")
    print("|---|---:|---:|---:|")
    for name in alone:
        kept = statistics.median(beside[name]) / statistics.median(alone[name])
        print(f"| {name} | {shown(alone[name])} | {shown(beside[name])} | {kept:.0%} |")


if __name__ == "__main__":
    main()
