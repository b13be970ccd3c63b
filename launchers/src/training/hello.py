"""What the launcher runs once, so that the JVM remembers the classes of a start."""

import asyncio  # noqa: F401
import json  # noqa: F401

try:
    import triglot  # noqa: F401
except ImportError as missing:
    print(missing)
print("hello")
