def _install(sources, triglot, moves):
    """Lets a context import the modules of this jar, and tells them where the engine is.

    Args:
        sources: reads modules
        triglot: the entry of the API
        moves: renames files; None in a sandbox, where there are no sockets either
    """
    import sys
    from _frozen_importlib import ModuleSpec

    roots = ("triglot", "gpt4all", "llama_cpp")

    class JarModules:
        """A finder and loader of modules whose sources the host reads."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.partition(".")[0] not in roots:
                return None
            base = name.replace(".", "/")
            for file, is_package in ((base + "/__init__.py", True), (base + ".py", False)):
                source = sources.source(file)
                if source is not None:
                    spec = ModuleSpec(name, JarModules, origin="<triglot>/" + file, is_package=is_package)
                    spec.loader_state = str(source)
                    spec.has_location = True
                    return spec
            return None

        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            spec = module.__spec__
            exec(compile(spec.loader_state, spec.origin, "exec", dont_inherit=True), module.__dict__)

        @staticmethod
        def get_source(name):
            """For tracebacks."""
            spec = JarModules.find_spec(name)
            return None if spec is None else spec.loader_state

    class SocketlessAsyncio:
        """Gives asyncio an event loop that needs no sockets, once it is imported."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            if name != "asyncio":
                return None
            sys.meta_path.remove(SocketlessAsyncio)
            for finder in sys.meta_path:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    load = spec.loader.exec_module

                    def exec_module(module):
                        load(module)
                        from triglot._loop import use_everywhere

                        use_everywhere()

                    spec.loader.exec_module = exec_module
                    return spec
            return None

    def rename_with(original):
        def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
            """Renames a file or folder."""
            if src_dir_fd is not None or dst_dir_fd is not None:
                return original(src, dst, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)
            source, target = (os.path.abspath(os.fsdecode(path)) for path in (src, dst))
            problem = moves.move(source, target)
            if problem is not None:
                number = errno.ENOENT if problem == "missing" else errno.EIO
                raise OSError(number, os.strerror(number) if number == errno.ENOENT else str(problem), src, None, dst)

        return rename

    installed = type(sys)("_triglot_installed")
    installed.triglot = triglot
    sys.modules["_triglot_installed"] = installed
    sys.meta_path.insert(0, JarModules)
    if moves is None:
        sys.meta_path.insert(0, SocketlessAsyncio)
    else:
        import errno
        import os

        os.rename, os.replace = rename_with(os.rename), rename_with(os.replace)


_install
