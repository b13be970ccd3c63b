"""The public suite jupyter_kernel_test on the installed kernel "triglot".

Run by:  python -m unittest test_kernel -v     (needs jupyter_kernel_test from PyPI)
"""

import unittest

import jupyter_kernel_test


class TriglotKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "triglot"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('oh', file=sys.stderr)"
    code_page_something = "print?"
    code_generate_error = "raise ValueError('no')"
    code_clear_output = "from IPython.display import clear_output; clear_output()"
    code_inspect_sample = "print"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "%%js\n[1, 2].map((x) => x * 2)", "result": "[ 2, 4 ]"},
        {"code": '%%java\n"a".repeat(3)', "result": "aaa"},
        {"code": "class H:\n    def _repr_html_(self): return '<b>h</b>'\nH()", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": f"from IPython.display import {kind}, display; display({kind}({data!r}))", "mime": mime}
        for kind, data, mime in (
            ("HTML", "<b>x</b>", "text/html"),
            ("Markdown", "*x*", "text/markdown"),
            ("SVG", "<svg/>", "image/svg+xml"),
            ("Image", b"\x89PNG\r\n", "image/png"),
            ("Latex", "$x$", "text/latex"),
        )
    ] + [
        {"code": "%%js\ndisplay.html('<b>x</b>')", "mime": "text/html"},
        {"code": '%%java\ndisplay(Display.markdown("*x*"));', "mime": "text/markdown"},
    ]
    completion_samples = [
        {"text": "zi", "matches": ["zip"]},
        {"text": "import js", "matches": ["json"]},
        {"text": "%%js\nMath.sq", "matches": ["sqrt"]},
        {"text": '%%java\nMath.sq', "matches": ["sqrt("]},
    ]
    complete_code_samples = ["1", "print('x')", "def f(x):\n    return x * 2\n\n", "%%js\nf()", "%%java\nint x = 3;"]
    incomplete_code_samples = ['print("""x', "def f(x):", "for x in y:\n    z", "%%js\nfunction f() {", "%%java\nfor (;;) {"]
    invalid_code_samples = ["import = 7q", "%%js\nlet let = )"]
    code_history_pattern = "1 + ?"
    supported_history_operations = ("tail", "range", "search")


class TriglotWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "triglot"
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()
