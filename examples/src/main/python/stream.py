"""Streams a text: triglot python stream.py [MODEL] [PROMPT]"""

import sys

import triglot

model = sys.argv[1] if len(sys.argv) > 1 else None
prompt = sys.argv[2] if len(sys.argv) > 2 else "Once upon a time"

with triglot.open(model) as llm:
    with llm.stream(prompt, max_tokens=60, temperature=0.7, seed=1) as pieces:
        for piece in pieces:
            print(piece, end="", flush=True)
    done = pieces.completion
    if done is not None:
        print(f"\n({done.finish_reason}; {done.completion_tokens} tokens)")
