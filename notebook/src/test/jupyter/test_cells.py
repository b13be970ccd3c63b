"""What the public suite does not ask: interrupts, input, errors, shared variables, streaming.

Run by:  python -m unittest test_cells -v     (needs jupyter_client from PyPI)
"""

import os
import signal
import time
import unittest

from jupyter_client.manager import start_new_kernel

TIMEOUT = 30


class CellTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name="triglot")

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def run_cell(self, code, answers=(), **kwargs):
        """The reply's content, the text on stdout, and all other outputs."""
        answers = list(answers)
        messages = []
        reply = self.kc.execute_interactive(
            code,
            timeout=TIMEOUT,
            allow_stdin=bool(answers),
            stdin_hook=lambda message: self.kc.input(answers.pop(0)),
            output_hook=messages.append,
            **kwargs,
        )
        text = "".join(m["content"]["text"] for m in messages
                       if m["msg_type"] == "stream" and m["content"]["name"] == "stdout")
        return reply["content"], text, [m for m in messages if m["msg_type"] != "stream"]

    def result(self, code):
        reply, _, outputs = self.run_cell(code)
        self.assertEqual(reply["status"], "ok", reply)
        return [m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"][-1]

    def test_variables_are_shared(self):
        self.run_cell("n = 3; words = ['a', 'b']; table = {'k': 1.5}; text = 'hé'")
        self.assertEqual(self.result("%%js\nlet m = n + 1; words.length + m"), "6")
        self.assertEqual(self.result('%%java\nint k = m * 10; "" + words.get(1) + k + text + table.get("k")'), "b40hé1.5")
        self.assertEqual(self.result("k + m"), "44")
        self.run_cell("n = 'now text'")
        self.assertEqual(self.result("%%java\nn.length()"), "8")
        self.assertEqual(self.result("%%js\nn.length"), "8")
        self.run_cell("%%js\nconst double = (x) => x * 2; const shout = 'x'; shout")
        self.run_cell("del n")
        self.assertEqual(self.run_cell("%%js\nn")[0]["ename"], "ReferenceError")

    def test_functions_cross(self):
        self.run_cell("def plus(x): return x + 1")
        self.assertEqual(self.result("%%js\nconst twice = (x) => x * 2; plus(twice(4))"), "9")
        self.assertEqual(self.result("twice(plus(1))"), "4")

    def test_cells_can_be_run_again(self):
        code = "%%js\nconst a = 1; let {b, c = 2} = {b: 3}; class K { f() { return a + b + c } } for (var i = 0; i < 3; i++) ; new K().f() + i"
        self.assertEqual(self.result(code), "9")
        self.assertEqual(self.result(code), "9")

    def test_python_errors_name_the_line(self):
        reply, _, _ = self.run_cell("x = 1\ndef f():\n    return x / 0\n\nf()")
        self.assertEqual(reply["ename"], "ZeroDivisionError")
        trace = "\n".join(reply["traceback"])
        self.assertRegex(trace, r'File "Cell In\[\d+\]", line 5')
        self.assertRegex(trace, r'line 3, in f\n    return x / 0')
        self.assertNotIn("python_cells", trace)

    def test_javascript_errors_name_the_line(self):
        reply, _, _ = self.run_cell("%%js\nconst f = () => { throw new TypeError('no') }\n\nf()")
        self.assertEqual(reply["ename"], "TypeError")
        trace = "\n".join(reply["traceback"])
        self.assertRegex(trace, r"Cell In\[\d+\]:2")
        self.assertRegex(trace, r"Cell In\[\d+\]:4")
        reply, _, _ = self.run_cell("%%js\nlet a = 1\nlet b = ;")
        self.assertRegex("\n".join(reply["traceback"]), r"Cell In\[\d+\]:3\nlet b = ;\n        \^")

    def test_java_errors_name_the_line(self):
        reply, _, _ = self.run_cell("%%java\nint f(int n) {\n  return 1 / n;\n}\nf(0)")
        self.assertEqual(reply["ename"], "ArithmeticException")
        trace = "\n".join(reply["traceback"])
        self.assertRegex(trace, r"f \(Cell In\[\d+\]:3\)")
        self.assertRegex(trace, r"Cell In\[\d+\]:5")
        reply, _, _ = self.run_cell("%%java\nint a = 1;\nint b = missing;")
        self.assertRegex("\n".join(reply["traceback"]), r"Cell In\[\d+\]:3: error: cannot find symbol")

    def test_input(self):
        _, text, _ = self.run_cell("print('got', input('name? '))", answers=["Ann"])
        self.assertEqual(text, "got Ann\n")
        _, text, _ = self.run_cell("import getpass\nprint(getpass.getpass())", answers=["secret"])
        self.assertEqual(text, "secret\n")
        self.assertEqual(self.run_cell("input()")[0]["ename"], "StdinNotImplementedError")

    def interrupted(self, code, interrupt):
        message = self.kc.execute(code)
        while True:
            seen = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if seen["msg_type"] == "stream" and "go" in seen["content"]["text"]:
                break
        began = time.monotonic()
        interrupt()
        while True:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == message:
                break
        while True:
            seen = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if seen["msg_type"] == "status" and seen["content"]["execution_state"] == "idle" and seen["parent_header"].get("msg_id") == message:
                break
        return reply["content"], time.monotonic() - began

    def test_interrupt(self):
        cells = {
            "python loop": "print('go')\nwhile True: pass",
            "python sleep": "import time\nprint('go')\ntime.sleep(100)",
            "javascript": "%%js\nconsole.log('go'); while (true);",
            "java loop": '%%java\nSystem.out.println("go"); while (true);',
            "java sleep": '%%java\nSystem.out.println("go"); Thread.sleep(100000);',
            "async": "import asyncio\nprint('go')\nawait asyncio.sleep(100)",
        }
        ways = {
            "message": self.km.interrupt_kernel,
            "signal": lambda: os.kill(self.km.provisioner.process.pid, signal.SIGINT),
        }
        for way, interrupt in ways.items():
            for name, code in cells.items():
                with self.subTest(cell=name, way=way):
                    content, seconds = self.interrupted(code, interrupt)
                    self.assertEqual((content["status"], content.get("ename")), ("error", "KeyboardInterrupt"))
                    print(f"    {name} by {way}: {seconds:.2f} s", flush=True)
        self.assertEqual(self.result("1 + 1"), "2")

    def test_python_can_catch_an_interrupt(self):
        content, _ = self.interrupted("print('go')\ntry:\n    while True: pass\nexcept KeyboardInterrupt: caught = 'yes'", self.km.interrupt_kernel)
        self.assertEqual(content["status"], "ok")
        self.assertEqual(self.result("caught"), "'yes'")

    def test_top_level_await(self):
        self.assertEqual(self.result("import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x\nv = await later(5)\nv"), "5")
        self.assertEqual(self.result("%%js\nconst w = await Promise.resolve(v + 1); w"), "6")
        self.assertEqual(self.result("w"), "6")

    def test_text_comes_while_the_cell_runs(self):
        message = self.kc.execute("import time\nfor i in range(3):\n    print(i, end='')\n    time.sleep(0.3)")
        pieces = []
        while True:
            seen = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if seen["parent_header"].get("msg_id") != message:
                continue
            if seen["msg_type"] == "stream":
                pieces.append(seen["content"]["text"])
            if seen["msg_type"] == "status" and seen["content"]["execution_state"] == "idle":
                break
        self.assertEqual(pieces, ["0", "1", "2"])
        self.kc.get_shell_msg(timeout=TIMEOUT)

    def test_threads_and_much_text(self):
        _, text, _ = self.run_cell("import threading\nt = [threading.Thread(target=lambda: print('x' * 10)) for _ in range(4)]\n[x.start() for x in t]\n[x.join() for x in t];")
        self.assertEqual(text.count("x"), 40)
        _, text, _ = self.run_cell("for i in range(20000): print(i)")
        self.assertTrue(text.endswith("19999\n"))

    def test_updates_and_expressions(self):
        _, _, outputs = self.run_cell("h = display('a', display_id=True)\nh.update('b')")
        self.assertEqual([m["msg_type"] for m in outputs if "display" in m["msg_type"]], ["display_data", "update_display_data"])
        reply, _, _ = self.run_cell("y = 7", user_expressions={"good": "y + 1", "bad": "nope"})
        self.assertEqual(reply["user_expressions"]["good"]["data"]["text/plain"], "8")
        self.assertEqual(reply["user_expressions"]["bad"]["ename"], "NameError")

    def test_a_failure_aborts_what_waits(self):
        first = self.kc.execute("1 / 0")
        second = self.kc.execute("never = 1")
        statuses = {}
        while not {first, second} <= statuses.keys():
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            statuses[reply["parent_header"]["msg_id"]] = reply["content"].get("status")
        self.assertEqual((statuses[first], statuses[second]), ("error", "aborted"))

    def test_unknown_magic_and_comm(self):
        self.assertIn("%%js", self.run_cell("%%ruby\n1")[0]["evalue"])
        message = self.kc.session.msg("comm_open", {"comm_id": "c", "target_name": "t", "data": {}})
        self.kc.shell_channel.send(message)
        self.assertEqual(self.result("2"), "2")


if __name__ == "__main__":
    unittest.main()
