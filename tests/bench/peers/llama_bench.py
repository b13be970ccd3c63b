"""Prefill and decode rate of llama.cpp through llama-cpp-python, as one JSON object on standard output.

The same shape of test as llama-bench and `triglot bench`: a prompt of random tokens in an empty context, then single
tokens one after the other in an empty context; the first repetition warms up and is not counted.
"""

import argparse
import json
import random
import statistics
import time

import llama_cpp


def clear(llama):
    llama.reset()
    clear_memory = getattr(llama._ctx, "memory_clear", None)
    if clear_memory is not None:
        clear_memory(True)
    else:
        llama._ctx.kv_cache_clear()


def timed(llama, batches):
    clear(llama)
    start = time.perf_counter()
    for batch in batches:
        llama.eval(batch)
    return sum(map(len, batches)) / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("-p", "--prompt", type=int, default=512)
    parser.add_argument("-n", "--predict", type=int, default=128)
    parser.add_argument("-t", "--threads", type=int, default=2)
    parser.add_argument("-r", "--repetitions", type=int, default=3)
    args = parser.parse_args()

    start = time.perf_counter()
    llama = llama_cpp.Llama(
        args.model,
        n_ctx=max(args.prompt, args.predict) + 8,
        n_threads=args.threads,
        n_threads_batch=args.threads,
        n_batch=512,
        verbose=False,
    )
    load_ms = (time.perf_counter() - start) * 1000
    chance = random.Random(1)
    ids = [chance.randrange(10, llama.n_vocab() - 10) for _ in range(max(args.prompt, args.predict))]
    prompt = [ids[: args.prompt]]
    single = [[token] for token in ids[: args.predict]]
    prompt_rates = [timed(llama, prompt) for _ in range(args.repetitions + 1)][1:]
    predicted_rates = [timed(llama, single) for _ in range(args.repetitions + 1)][1:]
    print(
        json.dumps(
            {
                "version": llama_cpp.__version__,
                "prompt_per_second": statistics.median(prompt_rates),
                "predicted_per_second": statistics.median(predicted_rates),
                "load_ms": load_ms,
                "prompt_runs": prompt_rates,
                "predicted_runs": predicted_rates,
            }
        )
    )


if __name__ == "__main__":
    main()
