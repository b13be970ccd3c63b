"""What a script may do that is not trusted:

triglot python --sandbox --model assistant=FILE sandboxed.py
"""

import triglot

with triglot.open("assistant") as llm:  # the name that was granted
    print(llm.complete("Hello", max_tokens=10, seed=1))

try:
    open("/etc/passwd")
except OSError as refused:
    print(f"refused: {type(refused).__name__}")
