"""A conversation: triglot python chat.py [MODEL]; an empty line ends it."""

import sys

import triglot

with triglot.open(sys.argv[1] if len(sys.argv) > 1 else None) as llm:
    print(f"{llm.info.name}; what would you like to know?")
    with llm.chat(system="You are a helpful assistant. Be brief.") as chat:
        for line in sys.stdin:
            question = line.strip()
            if not question:
                break
            for piece in chat.stream(question, max_tokens=100):
                print(piece, end="", flush=True)
            print()
        print(f"{len(chat.messages)} messages")
