"""What a token costs through the package triglot, beside the engine's Java API, in one run.

    triglot python token_cost.py MODEL [ROUNDS] [TOKENS]

Rounds alternate, in either order, after five that warm up. The shim's share is the processor time that Python's thread
takes for a token, by the time that the engine takes for it; the generation itself runs in a thread of its own.
"""

import statistics
import sys
import time

import java
import triglot

PROMPT = "Once upon a time"
WARM_UP = 5


def java_api(session, options, tokens):
    """Milliseconds for a token, and the text."""
    session.reset()
    start = time.perf_counter()
    result = session.generate(PROMPT, options, java.type("dev.triglot.engine.TokenListener").NONE)
    return (time.perf_counter() - start) * 1000 / tokens, str(result.text())


def python(session, tokens):
    """Milliseconds for a token: on the clock, and of Python's thread; and the text."""
    session.reset()
    start, own = time.perf_counter(), time.thread_time()
    text = "".join(session.stream(PROMPT, max_tokens=tokens, temperature=0, repeat_penalty=1.0))
    return (time.perf_counter() - start) * 1000 / tokens, (time.thread_time() - own) * 1000 / tokens, text


def rounds_of(number, in_java, in_python):
    """Milliseconds for a token of each round: in Java, in Python, and of Python's thread."""
    for round in range(-WARM_UP, number):
        first = in_python() if round % 2 == 0 else None
        engine, text = in_java()
        clock, own, same = first or in_python()
        if text != same:
            raise SystemExit(f"the texts differ: {text!r} and {same!r}")
        print(f"java {engine:.3f} ms, python {clock:.3f} ms, of them Python's thread {own:.3f} ms a token", flush=True)
        if round >= 0:
            yield engine, clock, own


def main(model, rounds=15, tokens=256):
    rounds, tokens = int(rounds), int(tokens)
    options = java.type("dev.triglot.engine.GenerationOptions").builder()
    options = options.maxTokens(tokens).temperature(0).repeatPenalty(1).build()
    with triglot.open(model) as llm, llm.session() as session:
        engine = java.type("dev.triglot.engine.LanguageModel").open(java.type("java.nio.file.Path").of(model))
        engine_session = engine.newSession()
        measured = list(
            rounds_of(rounds, lambda: java_api(engine_session, options, tokens), lambda: python(session, tokens))
        )
        engine_session.close()
        engine.close()
    engine, clock, own = (statistics.median(times) for times in zip(*measured))
    ratio = statistics.median(clock / engine for engine, clock, _ in measured)
    print(
        f"medians: java {engine:.3f}, python {clock:.3f} ms a token;"
        f" of a round's ratios on the clock: {100 * (ratio - 1):+.2f} %"
    )
    print(f"Python's thread: {own:.3f} ms, {100 * own / engine:.2f} % of the engine's time for a token")


main(*sys.argv[1:])
