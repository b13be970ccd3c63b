"""Several answers at the same time, in one event loop: triglot python side_by_side.py [MODEL]"""

import asyncio
import sys

import triglot

PROMPTS = ["The sun is", "Water boils when", "A triangle has"]


async def main() -> None:
    async with await triglot.aopen(sys.argv[1] if len(sys.argv) > 1 else None) as llm:
        ticks = asyncio.create_task(clock())
        answers = await asyncio.gather(*(llm.acomplete(prompt, max_tokens=20, seed=1) for prompt in PROMPTS))
        ticks.cancel()
        for prompt, answer in zip(PROMPTS, answers):
            print(f"{prompt}{answer}")


async def clock() -> None:
    """Runs beside the model: the event loop is free."""
    while True:
        await asyncio.sleep(1)
        print("...", file=sys.stderr)


asyncio.run(main())
