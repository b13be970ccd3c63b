"""Python at a terminal; the value of this file is the function that makes the shell."""

import builtins
import codeop
import sys


class Shell:
    def __init__(self, launch, sandboxed):
        self._main = type(sys)("__main__")
        self._main.__builtins__ = builtins
        self._launch = launch
        self._count = 0
        sys.modules["__main__"] = self._main
        sys.argv = [""]
        if not sandboxed:
            sys.path.insert(0, "")
        builtins.exit = builtins.quit = sys.exit

    def greeting(self):
        return f"Python {sys.version.split()[0]} on Triglot; exit with Ctrl-D"

    def is_incomplete(self, text):
        import ast

        *earlier, last = text.split("\n")
        try:
            if earlier and last[:1] in (" ", "\t") and last.strip():
                # An empty line ends a block.
                return last.rstrip().endswith(":") or hasattr(ast.parse(text).body[-1], "body")
            return codeop.compile_command(text, "<input>") is None
        except SyntaxError as error:
            # GraalPy's compile_command does not know these two.
            return "was never closed" in str(error) or "unterminated triple-quoted" in str(error)
        except (ValueError, OverflowError):
            return False

    def complete(self, word):
        import rlcompleter

        completer = rlcompleter.Completer(self._main.__dict__)
        try:
            found = completer.attr_matches(word) if "." in word else completer.global_matches(word)
        except Exception:
            return []
        return sorted({match.rstrip() for match in found})

    def evaluate(self, text):
        """Runs it; an exit code where it ends the shell."""
        import ast
        import linecache

        self._count += 1
        file = f"<input {self._count}>"
        # Tracebacks show lines of what is in no file.
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        try:
            code = compile(ast.Interactive(ast.parse(text, file).body), file, "single")
            exec(code, self._main.__dict__)
        except SystemExit as exit:
            return self._launch.exit_code(exit.code)
        except BaseException as error:
            sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
            self._launch.report(error)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return None

    def end(self, code):
        return self._launch.finish(code)


Shell
