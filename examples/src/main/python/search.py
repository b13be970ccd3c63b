"""Searches texts by meaning: triglot python search.py [MODEL] [QUERY]"""

import sys

import triglot

TEXTS = [
    "The cat sleeps on the warm window sill.",
    "Interest rates rose by half a percent.",
    "Rain is expected in the north on Sunday.",
    "The kitten played with a ball of wool.",
]

model = sys.argv[1] if len(sys.argv) > 1 else None
query = sys.argv[2] if len(sys.argv) > 2 else "young animals"

with triglot.open(model) as llm:
    wanted = llm.embed(query)
    found = llm.embed(TEXTS)

# The vectors have length 1: their dot product is the cosine of the angle between them.
scores = [sum(x * y for x, y in zip(wanted, vector)) for vector in found]
for score, text in sorted(zip(scores, TEXTS), reverse=True):
    print(f"{score:.3f}  {text}")
