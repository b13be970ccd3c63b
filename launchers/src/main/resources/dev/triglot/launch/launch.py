"""Runs a program as the command python does; the value of this file is the function that does it."""

import builtins
import sys

OWN = ("<triglot>/launch.py", "<triglot>/python_shell.py")

# Texts that are in no file, by the names that tracebacks give them: linecache is slow to load.
remembered = {}


def launch(kind, text, target, arguments):
    """Runs a program in __main__ and returns the exit code.

    Args:
        kind: "file", "module", "text", or "source" for a text that may see no files
        text: of the program
        target: the file's or the module's name
        arguments: what the program sees behind its own name
    """
    target = str(target)
    sys.argv = [target, *(str(argument) for argument in arguments)]
    main = type(sys)("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    builtins.exit = builtins.quit = sys.exit
    code = 0
    try:
        run(kind, str(text), target, main.__dict__)
    except SystemExit as exit:
        code = exit_code(exit.code)
    except KeyboardInterrupt as error:
        report(error)
        code = 130
    except BaseException as error:
        report(error)
        code = 1
    return finish(code)


def run(kind, text, target, names):
    if kind == "module":
        import runpy

        sys.path.insert(0, "")
        runpy.run_module(target, run_name="__main__", alter_sys=True)
        return
    if kind == "file":
        import os

        if os.path.isdir(target) or target.endswith((".zip", ".pyz")):
            import runpy

            runpy.run_path(target, run_name="__main__")
            return
        with open(target, "rb") as file:
            text = file.read()
        names["__file__"] = target
        sys.path.insert(0, os.path.dirname(os.path.realpath(target)))
        remember = None
    else:
        file = {"-c": "<string>", "-": "<stdin>"}.get(target, target)
        if kind == "text":
            sys.path.insert(0, "")
        remember, target = text, file
    code = compile(text, target, "exec")
    if remember is not None:
        remembered[target] = remember
    exec(code, names)


def report(error):
    """Prints a traceback without the frames of this file."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename in OWN:
        frames = frames.tb_next
    error = error.with_traceback(frames)
    if sys.excepthook is sys.__excepthook__:
        # The built-in one knows no lines of what is in no file.
        import linecache
        import traceback

        for name, text in remembered.items():
            linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        traceback.print_exception(error)
    else:
        sys.excepthook(type(error), error, frames)


def exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def finish(code):
    """Waits for threads, as Python does at its end, and says what is still in buffers."""
    threading = sys.modules.get("threading")
    try:
        if threading is not None:
            threading._shutdown()
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        if stream is None or stream.closed:
            continue
        try:
            stream.flush()
        except Exception:
            code = code or 120
    return code


launch.exit_code, launch.finish, launch.report = exit_code, finish, report
launch
