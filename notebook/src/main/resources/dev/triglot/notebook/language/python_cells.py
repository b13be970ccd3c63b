"""What the notebook's kernel asks of Python: to run cells, complete, describe and show values."""

import ast
import builtins
import codeop
import contextlib
import getpass
import inspect
import json
import linecache
import re
import rlcompleter
import sys
import traceback
import types
import uuid


class StdinNotImplementedError(RuntimeError):
    """This front end cannot be asked for input."""


class AwaitInCell(ast.NodeVisitor):
    """Whether a cell awaits outside of functions, and which names it then makes."""

    def __init__(self):
        self.awaits, self.names = False, set()

    def found(self, node):
        self.awaits = True
        self.generic_visit(node)

    visit_Await = visit_AsyncFor = visit_AsyncWith = found

    def defined(self, node):
        self.names.add(node.name)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = defined

    def visit_Lambda(self, node):
        pass

    def visit_Name(self, node):
        if isinstance(node.ctx, (ast.Store, ast.Del)):
            self.names.add(node.id)

    def visit_alias(self, node):
        self.names.add((node.asname or node.name).split(".")[0])

    def visit_ExceptHandler(self, node):
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def comprehension(self, node):
        inner = AwaitInCell()
        inner.generic_visit(node)
        self.awaits |= inner.awaits

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension


class Cells:
    def __init__(self, showing, output):
        self.showing = showing
        self.output = output
        self.module = types.ModuleType("__main__", None)
        sys.modules["__main__"] = self.module
        self.globals = self.module.__dict__
        self.globals["__builtins__"] = builtins
        self.hidden = set(self.globals)
        self.known = {}
        self.loop = None
        self.install()

    def install(self):
        sys.stdout = sys.__stdout__ = self.showing.Stream(self.output, "stdout", 1)
        sys.stderr = sys.__stderr__ = self.showing.Stream(self.output, "stderr", 2)
        builtins.input = lambda prompt="": self.ask(str(prompt), False)
        getpass.getpass = lambda prompt="Password: ", stream=None: self.ask(str(prompt), True)
        builtins.display = self.display
        for name in ("exit", "quit"):
            setattr(builtins, name, self.no_exit)
        shown = types.ModuleType("IPython.display", "What can be shown in a notebook.")
        for kind in self.showing.KINDS:
            kind.__module__ = shown.__name__
            setattr(shown, kind.__name__, kind)
        shown.display, shown.clear_output = self.display, self.clear_output
        shown.update_display = self.update_display
        package = types.ModuleType("IPython", "The part of IPython that notebooks share.")
        package.display, package.__path__ = shown, []
        sys.modules.setdefault("IPython", package)
        sys.modules.setdefault("IPython.display", shown)

    def no_exit(self, code=None):
        """Notebooks end with their front end."""
        raise SystemExit(code)

    def ask(self, prompt, password):
        if not self.output.ask(prompt, password):
            raise StdinNotImplementedError("this front end does not answer input()")
        while True:
            answer = self.output.answer()
            if answer is not None:
                return str(answer)

    # ---- showing

    def display(self, *values, display_id=None, raw=False, metadata=None, clear=False, **ignored):
        """Shows values in the richest form that they have."""
        if clear:
            self.output.clear(True)
        handle = None
        if display_id is not None:
            display_id = uuid.uuid4().hex if display_id is True else str(display_id)
            handle = self.showing.DisplayHandle(self.output, display_id)
        for value in values:
            self.output.display(self.showing.packed(value, display_id, raw, metadata))
        return handle

    def update_display(self, value, *, display_id, **ignored):
        """Replaces what was shown under an id."""
        self.output.update(self.showing.packed(value, display_id))

    def clear_output(self, wait=False):
        """Removes what the cell has shown so far."""
        self.output.clear(wait)

    # ---- running

    def execute(self, code, file, show):
        """Runs a cell; returns None, or the error's name, message and traceback."""
        code = str(code)
        asked = re.fullmatch(r"\s*(?:(\?\??)\s*([\w.]+)|([\w.]+)\s*(\?\??))\s*", code)
        if asked:
            return self.page(asked.group(2) or asked.group(3), asked.group(1) or asked.group(4))
        linecache.cache[file] = (len(code), None, code.splitlines(True), file)
        try:
            self.run(code, file, show)
        except BaseException as error:
            return self.failure(error, code)

    def page(self, name, marks):
        text = self.describe(name, marks == "??")
        if text is None:
            return ["NameError", f"name '{name}' is not defined", [f"NameError: name '{name}' is not defined"]]
        self.output.page(json.dumps({"text/plain": text}))

    def run(self, code, file, show):
        tree = ast.parse(code, file)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = tree.body[-1]
            if re.search(r";\s*(#[^\n]*)?\s*\Z", code):
                show = False
        visitor = AwaitInCell()
        for node in tree.body:
            visitor.visit(node)
        if visitor.awaits:
            value = self.run_async(tree, file, last, visitor.names)
        else:
            value = self.run_plain(tree, file, last)
        if last is not None and value is not None:
            self.globals["_"] = value
            if show:
                data, metadata = self.showing.bundle(value)
                self.output.result(json.dumps({"data": data, "metadata": metadata}))

    def run_plain(self, tree, file, last):
        if last is not None:
            tree.body.pop()
        exec(compile(tree, file, "exec"), self.globals)
        if last is not None:
            return eval(compile(ast.Expression(last.value), file, "eval"), self.globals)

    def run_async(self, tree, file, last, names):
        """A cell that awaits is the body of a coroutine whose names are global."""
        import asyncio

        body = list(tree.body)
        if last is not None:
            body[-1] = ast.copy_location(ast.Return(last.value), last)
        if names:
            body.insert(0, ast.copy_location(ast.Global(sorted(names)), body[0]))
        arguments = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        function = ast.AsyncFunctionDef("<module>", arguments, body, [], type_params=[])
        tree.body = [ast.fix_missing_locations(ast.copy_location(function, body[0]))]
        scope = {}
        exec(compile(tree, file, "exec"), self.globals, scope)
        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
        task = self.loop.create_task(scope["<module>"]())
        try:
            return self.loop.run_until_complete(task)
        except KeyboardInterrupt:
            task.cancel()
            with contextlib.suppress(BaseException):
                self.loop.run_until_complete(task)
            raise

    def failure(self, error, code):
        frames = error.__traceback__
        while frames is not None and frames.tb_frame.f_code.co_filename == Cells.failure.__code__.co_filename:
            frames = frames.tb_next
        lines = []
        for chunk in traceback.format_exception(type(error), error, frames):
            lines += chunk.rstrip("\n").split("\n")
        hint = self.hint(error, code)
        return [type(error).__name__, str(error), lines + hint]

    @staticmethod
    def hint(error, code):
        if isinstance(error, SyntaxError) and re.search(r"^\s*[%!]\w", code, re.MULTILINE):
            return ["", "Lines with % or ! are not understood here; %%js, %%java and %%python begin a cell."]
        return []

    # ---- asking

    def evaluate(self, code):
        try:
            data, metadata = self.showing.bundle(eval(code, self.globals))
            return json.dumps({"status": "ok", "data": data, "metadata": metadata})
        except BaseException as error:
            name, message, lines = self.failure(error, code)
            return json.dumps({"status": "error", "ename": name, "evalue": message, "traceback": lines})

    def complete(self, before):
        """What could stand at the end of a text, and which part of it that replaces."""
        line = before.rsplit("\n", 1)[-1]
        modules = re.fullmatch(r"\s*(?:import|from)\s+([\w.]*)", line)
        if modules:
            return self.modules(modules.group(1)), modules.group(1)
        word = re.search(r"[\w.]*\Z", line).group()
        matcher = rlcompleter.Completer(self.globals)
        try:
            found = matcher.attr_matches(word) if "." in word else matcher.global_matches(word)
        except Exception:
            found = []
        names = {match.rstrip("( :)") for match in found}
        return sorted(names, key=lambda name: (name.rsplit(".", 1)[-1].startswith("_"), name)), word

    @staticmethod
    def modules(prefix):
        import pkgutil

        parent, _, start = prefix.rpartition(".")
        if parent:
            path = getattr(sys.modules.get(parent), "__path__", None)
            if path is None:
                return []
        else:
            path = None
        names = {info.name for info in pkgutil.iter_modules(path)}
        if not parent:
            names |= {name for name in sys.modules if "." not in name}
        lead = parent + "." if parent else ""
        return sorted(lead + name for name in names if name.startswith(start) and name.isidentifier())

    def inspect(self, code, position, detailed):
        """The description of the name at a position, or of the function whose call that is in."""
        before, after = code[:position], code[position:]
        start = re.search(r"[\w.]*\Z", before).group()
        name = (start + re.match(r"\w*", after).group()).strip(".")
        if name:
            text = self.describe(name, detailed)
            if text is not None:
                return text
        depth = 0
        for index in range(len(before) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(before[index], 0)
            if depth < 0:
                called = re.search(r"[\w.]+\Z", before[:index])
                return self.describe(called.group(), detailed) if called else None
        return None

    def describe(self, name, detailed):
        try:
            value = eval(name, self.globals)
        except Exception:
            return None
        parts = []
        if callable(value):
            try:
                parts.append(f"Signature: {name}{inspect.signature(value)}")
            except (TypeError, ValueError):
                parts.append(f"Callable: {name}")
        else:
            text = self.showing.plain(value)
            parts.append("Value: " + (text if len(text) < 400 else text[:400] + "..."))
        parts.append(f"Type: {type(value).__name__}")
        source = None
        if detailed:
            with contextlib.suppress(Exception):
                source = inspect.getsource(value)
        document = inspect.getdoc(value)
        if source:
            parts.append("Source:\n" + source)
        elif document:
            parts.append("Docstring:\n" + document)
        return "\n".join(parts)

    @staticmethod
    def completeness(code):
        if re.fullmatch(r"\s*\?*[\w.]+\?*\s*", code):
            return "complete", ""
        compiler = codeop.CommandCompiler()
        try:
            tree_complete = compiler(code, "<cell>", "exec") is not None
        except (SyntaxError, OverflowError, ValueError, TypeError) as error:
            if "'await' outside function" in str(error):
                return "complete", ""
            unfinished = re.search(r"triple-quoted|never closed|unexpected EOF", str(error))
            opened = "expected an indented block" in str(error) and code.rstrip().endswith(":")
            if not unfinished and not opened:
                return "invalid", ""
            tree_complete = False
        last = code.rstrip(" \t").rsplit("\n", 1)[-1]
        if tree_complete and not ("\n" in code and last.startswith((" ", "\t")) and last.strip()):
            return "complete", ""
        lines = [line for line in code.split("\n") if line.strip()] or [""]
        indent = re.match(r"[ \t]*", lines[-1]).group()
        if lines[-1].rstrip().endswith(":"):
            indent += "    "
        return "incomplete", indent

    # ---- variables

    def shared(self):
        return {
            name: value
            for name, value in self.globals.items()
            if name not in self.hidden
            and not name.startswith("_")
            and not isinstance(value, types.ModuleType)
        }

    def changes(self):
        """Names and values of what is new or has another value since the last call."""
        absent = object()
        now = self.shared()
        changed = [name for name, value in now.items() if self.known.get(name, absent) is not value]
        self.known.update((name, now[name]) for name in changed)
        return changed, [now[name] for name in changed]

    def removals(self):
        gone = [name for name in self.known if name not in self.globals]
        for name in gone:
            del self.known[name]
        return gone

    def assign(self, name, value):
        self.globals[name] = self.known[name] = value

    def remove(self, name):
        self.globals.pop(name, None)
        self.known.pop(name, None)

    @staticmethod
    def reserved():
        import keyword

        return list({*dir(builtins), *keyword.kwlist})


def start(showing, output):
    """showing: the value of python_display.py."""
    return Cells(showing, output)


start
