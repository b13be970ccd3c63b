"""Prefill and decode rate of llama.cpp through llama-cpp-python, as one JSON object on standard output.

The same shape of test as llama-bench and `triglot bench`: after --depth tokens of context a prompt of random tokens, then
single tokens one after the other; the first repetition warms up and is not counted. --first-token loads, evaluates one
token and tells how long that took, with the import of the library.
"""

import argparse
import json
import random
import statistics
import sys
import time

START = time.perf_counter()
import llama_cpp  # noqa: E402, what it takes is measured


def truncate(llama, depth):
    """Forgets what follows the first tokens."""
    llama._ctx.kv_cache_seq_rm(-1, depth, -1)
    llama.n_tokens = depth


def timed(llama, depth, batches):
    truncate(llama, depth)
    start = time.perf_counter()
    for batch in batches:
        llama.eval(batch)
    return sum(map(len, batches)) / (time.perf_counter() - start)


def open_model(args, context):
    return llama_cpp.Llama(
        args.model,
        n_ctx=context,
        n_threads=args.threads,
        n_threads_batch=args.threads,
        n_batch=512,
        verbose=False,
    )


def rates(args):
    start = time.perf_counter()
    longest = max(args.prompt, args.predict)
    llama = open_model(args, args.depth + longest + 8)
    load_ms = (time.perf_counter() - start) * 1000
    chance = random.Random(1)
    ids = [chance.randrange(10, llama.n_vocab() - 10) for _ in range(args.depth + longest)]
    if args.depth:
        llama.eval(ids[:args.depth])
    ids = ids[args.depth:]
    prompt = [ids[:args.prompt]]
    single = [[token] for token in ids[:args.predict]]
    runs = range(args.repetitions + 1)
    prompt_rates = [timed(llama, args.depth, prompt) for _ in runs][1:] if args.prompt else []
    predicted_rates = [timed(llama, args.depth, single) for _ in runs][1:] if args.predict else []
    return {
        "version": llama_cpp.__version__,
        "prompt_per_second": statistics.median(prompt_rates) if prompt_rates else None,
        "predicted_per_second": statistics.median(predicted_rates) if predicted_rates else None,
        "load_ms": load_ms,
        "prompt_per_second_runs": prompt_rates,
        "predicted_per_second_runs": predicted_rates,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("-p", "--prompt", type=int, default=512)
    parser.add_argument("-n", "--predict", type=int, default=128)
    parser.add_argument("-d", "--depth", type=int, default=0)
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("-r", "--repetitions", type=int, default=3)
    parser.add_argument("--first-token", action="store_true")
    args = parser.parse_args()
    if args.first_token:
        llama = open_model(args, 512)
        text = llama("Hello", max_tokens=1, temperature=0)["choices"][0]["text"]
        result = {"version": llama_cpp.__version__, "text": text, "seconds": time.perf_counter() - START}
    else:
        result = rates(args)
    json.dump(result, sys.stdout)
    print()


if __name__ == "__main__":
    main()
