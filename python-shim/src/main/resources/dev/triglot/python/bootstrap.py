def _install(sources, triglot, sandboxed):
    """Lets a context import the modules of this jar, and tells them where the engine is."""
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

    installed = type(sys)("_triglot_installed")
    installed.triglot = triglot
    sys.modules["_triglot_installed"] = installed
    sys.meta_path.insert(0, JarModules)
    if sandboxed:
        sys.meta_path.insert(0, SocketlessAsyncio)


_install
