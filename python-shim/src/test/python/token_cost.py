"""What a token costs through the package triglot, beside the engine's Java API, in one run.

    triglot python token_cost.py MODEL [ROUNDS] [TOKENS]

Rounds alternate. The shim's share is the processor time that Python's thread takes for a token, by the time that the
engine takes for it; the generation itself runs in a thread of its own.
"""

import statistics
import sys
import time

import java
import triglot

PROMPT = "Once upon a time"


def java_api(session, options, tokens):
    """Milliseconds for a token."""
    session.reset()
    start = time.perf_counter()
    result = session.generate(PROMPT, options, java.type("dev.triglot.engine.TokenListener").NONE)
    return (time.perf_counter() - start) * 1000 / tokens, str(result.text())


def python(llm, tokens):
    """Milliseconds for a token: on the clock, and of Python's thread."""
    with llm.session() as session:
        start, own = time.perf_counter(), time.thread_time()
        text = "".join(session.stream(PROMPT, max_tokens=tokens, temperature=0, repeat_penalty=1.0))
        return (time.perf_counter() - start) * 1000 / tokens, (time.thread_time() - own) * 1000 / tokens, text


def main(model, rounds=5, tokens=64):
    rounds, tokens = int(rounds), int(tokens)
    path = java.type("java.nio.file.Path").of(model)
    options = java.type("dev.triglot.engine.GenerationOptions").builder()
    options = options.maxTokens(tokens).temperature(0).repeatPenalty(1).build()
    with triglot.open(model) as llm:
        engine = java.type("dev.triglot.engine.LanguageModel").open(path)
        session = engine.newSession()
        engines, clocks, owns = [], [], []
        for round in range(rounds + 2):
            in_java, text = java_api(session, options, tokens)
            clock, own, same = python(llm, tokens)
            if text != same:
                raise SystemExit(f"the texts differ: {text!r} and {same!r}")
            if round >= 2:  # the first ones warm up
                engines.append(in_java)
                clocks.append(clock)
                owns.append(own)
            print(f"java {in_java:.3f} ms, python {clock:.3f} ms, of them Python's thread {own:.3f} ms a token")
        session.close()
        engine.close()
    engine, clock, own = (statistics.median(times) for times in (engines, clocks, owns))
    print(f"medians: java {engine:.3f}, python {clock:.3f} ({100 * (clock / engine - 1):+.1f} %)")
    print(f"Python's thread: {own:.3f} ms, {100 * own / engine:.2f} % of the engine's time for a token")


main(*sys.argv[1:])
