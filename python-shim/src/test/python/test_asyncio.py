"""asyncio with triglot: other tasks go on."""

import asyncio
import unittest

import triglot
from test_triglot import CHATML, GREEDY, MODEL


class AsyncioTest(unittest.TestCase):
    def test_all_of_it_in_one_loop(self):
        asyncio.run(self.use())

    async def use(self):
        async with await triglot.aopen(MODEL, threads=1) as llm:
            whole = llm.complete("Hello", **GREEDY)
            self.assertEqual(await llm.acomplete("Hello", **GREEDY), whole)
            self.assertEqual(await llm.stream("Hello", **GREEDY), whole)
            self.assertEqual("".join([piece async for piece in llm.stream("Hello", **GREEDY)]), whole)
            await self.other_tasks_go_on(llm)
            await self.streams_run_side_by_side(llm, whole)
            await self.a_cancelled_task_cancels(llm)
            await self.chats_and_sessions_wait_too(llm, whole)
            await self.errors_arrive(llm)

    async def other_tasks_go_on(self, llm):
        steps = 0

        async def step():
            nonlocal steps
            while True:
                steps += 1
                await asyncio.sleep(0)

        task = asyncio.create_task(step())
        await llm.acomplete("Hello", max_tokens=200)
        task.cancel()
        self.assertGreater(steps, 1)

    async def streams_run_side_by_side(self, llm, whole):
        texts = await asyncio.gather(*(llm.acomplete("Hello", **GREEDY) for _ in range(3)))
        self.assertEqual(texts, [whole] * 3)

    async def a_cancelled_task_cancels(self, llm):
        stream = llm.stream("Hello", max_tokens=2000)

        async def read():
            async for _ in stream:
                await asyncio.sleep(0.01)

        task = asyncio.create_task(read())
        await asyncio.sleep(0.1)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await stream.aclose()
        self.assertEqual(stream.completion.finish_reason, "cancelled")

    async def chats_and_sessions_wait_too(self, llm, whole):
        async with llm.session() as session:
            self.assertEqual(await session.acomplete("Hello", **GREEDY), whole)
        async with llm.chat(template=CHATML) as chat:
            self.assertEqual(await chat.asend("Hi", **GREEDY), chat.messages[-1]["content"])

    async def errors_arrive(self, llm):
        with self.assertRaises(triglot.ContextOverflowError):
            await llm.acomplete("word " * 5000)
        with self.assertRaises(FileNotFoundError):
            await triglot.aopen("missing.gguf")
