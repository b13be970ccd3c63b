"""Saves what a model has read, and goes on from there: triglot python saved_conversation.py [MODEL] [FILE]"""

import sys
from pathlib import Path

import triglot

model = sys.argv[1] if len(sys.argv) > 1 else None
state = Path(sys.argv[2] if len(sys.argv) > 2 else "conversation.state")

with triglot.open(model) as llm, llm.session() as session:
    text = "The three most important rules of gardening are:"
    if state.exists():
        session.load(state)
        text = llm.detokenize(session.tokens)
        print(f"{len(session.tokens)} tokens are read already")
    answer = session.complete(text, max_tokens=20, temperature=0)
    print(answer)
    print(f"{answer.prompt_evaluated} of {answer.prompt_tokens} tokens had to be read")
    session.save(state)
