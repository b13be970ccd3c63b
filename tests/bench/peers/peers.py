#!/usr/bin/env python3
"""Triglot against its peers on the same files: rounds in turn, ratios round by round, medians.

    peers.py                                      everything; some hours, and 30 GB of models
    peers.py llama-1b/Q4_0 smollm2 --minutes 4    some of it, for so long
    peers.py --report docs/benchmarks             what was measured so far, as Markdown and a chart

Needs nothing but Python and pip: llama-cpp-python is built from its source distribution on first use. Every measurement
becomes a line of a file, and what is there already is not measured again: a long run can be cut into parts. llama3.java
takes part where --llama3-java names its source file. A model is `smollm2`, SHAPE/TYPE as make_model.py knows them, or a
path.
"""

import argparse
import itertools
import json
import os
import pathlib
import platform
import sys
import time

import models
import report
from engines import ENVIRONMENT, ROOT, LlamaCpp, Llama3Java, Test, Triglot, peer_python


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        flags = next(line for line in lines if line.startswith("flags"))
        return f"{names[0]} ({'AVX-512' if 'avx512f' in flags else 'AVX2' if 'avx2' in flags else 'no AVX2'})"
    except (OSError, StopIteration, IndexError):
        return platform.processor()


def key(line):
    return line["model"], line["test"], line["engine"], line["round"]


def read(results):
    return [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []


class Collector:
    def __init__(self, args, engines):
        self.args = args
        self.engines = engines
        self.done = {key(line) for line in read(args.results)}
        self.deadline = time.monotonic() + args.minutes * 60 if args.minutes else float("inf")

    def collect(self, name, path, round_):
        args = self.args
        test = Test(args.prompt, args.predict, args.depth, args.threads, args.repetitions)
        label = "first token" if args.first_token else f"{args.prompt}/{args.predict}@{args.depth}"
        for engine in self.engines:
            if engine.name != "triglot" and name.split("/")[0] in models.WITHOUT_PEER:
                continue
            line = {"model": name, "test": label, "engine": engine.name, "round": round_}
            if key(line) in self.done:
                continue
            if time.monotonic() > self.deadline:
                return False
            load = os.getloadavg()[0]
            found = engine.first_token(path) if args.first_token else engine.rates(path, test)
            where = {"load": load, "threads": args.threads, "processor": processor(), "time": time.strftime("%F %T")}
            args.results.parent.mkdir(parents=True, exist_ok=True)
            with args.results.open("a") as out:
                out.write(json.dumps(found | where | line) + "\n")
            print(f"{name} {label} round {round_} {engine.name}: {report.brief(found)}", flush=True)
        return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="*", help="all if none is named")
    parser.add_argument("-p", "--prompt", type=int, default=512)
    parser.add_argument("-n", "--predict", type=int, default=128)
    parser.add_argument("-d", "--depth", type=int, default=0, help="tokens of context before that")
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--repetitions", type=int, default=3, help="in each round")
    parser.add_argument("--minutes", type=float, help="stop then, at the end of a measurement")
    parser.add_argument("--first-token", action="store_true", help="how long it takes from a cold start instead")
    parser.add_argument("--results", type=pathlib.Path, default=ENVIRONMENT / "results.jsonl")
    parser.add_argument("--models", type=pathlib.Path, default=ENVIRONMENT / "models", help="folder of the models")
    parser.add_argument("--report", type=pathlib.Path, help="write a report there, and measure nothing")
    parser.add_argument("--python", help="an interpreter that has the packages already")
    parser.add_argument("--triglot", default=str(ROOT / "triglot"), help="the command")
    parser.add_argument("--llama3-java", help="Llama3.java")
    parser.add_argument("--java", default="java", help="for llama3.java")
    args = parser.parse_args()

    if args.report:
        report.write(read(args.results), args.report)
        return
    python = args.python or peer_python()
    engines = [Triglot(args.triglot), LlamaCpp(python)]
    if args.llama3_java:
        engines.append(Llama3Java(args.llama3_java, args.java))
    collector = Collector(args, engines)
    for name, round_ in itertools.product(args.model or models.ALL, range(args.rounds)):
        path = name if name.endswith(".gguf") else models.path_of(name, args.models, python)
        if not collector.collect(name, path, round_):
            print("the time is over: run again to go on", file=sys.stderr)
            return


if __name__ == "__main__":
    main()
