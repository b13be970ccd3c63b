"""Runs a program as the command python does; the value of this file is the function that does it."""

import builtins
import sys


def launch(kind, text, target, arguments):
    """Runs a text, a file or a module in __main__ and returns the exit code."""
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
        sys.path.insert(0, "")
        remember, target = text, file
    code = compile(text, target, "exec")
    if remember is not None:
        import linecache

        # Tracebacks show lines of what is in no file.
        linecache.cache[target] = (len(remember), None, remember.splitlines(True), target)
    exec(code, names)


def report(error):
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == launch.__code__.co_filename:
        frames = frames.tb_next
    sys.excepthook(type(error), error.with_traceback(frames), frames)


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


launch.exit_code = exit_code
launch.finish = finish
launch
