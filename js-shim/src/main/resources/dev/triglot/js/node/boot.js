// Starts the runtime of one context: the module loaders, the globals, the process.
// What costs time to load is loaded when it is first used.
(() => {
    "use strict";

    const raise = (code, message, syscall, path) => {
        const text = syscall
            ? `${code}: ${message}, ${syscall}${path ? ` '${path}'` : ""}`
            : message;
        const error = code === "ERR_INVALID_URL" ? new TypeError(text) : new Error(text);
        error.code = code;
        if (syscall) error.syscall = syscall;
        if (path) error.path = path;
        const number = ERRNO[code];
        if (number) error.errno = -number;
        throw error;
    };
    const ERRNO = {
        EPERM: 1, ENOENT: 2, EIO: 5, EBADF: 9, EACCES: 13, EEXIST: 17, ENOTDIR: 20, EISDIR: 21,
        EINVAL: 22, ENOTEMPTY: 39, ELOOP: 40,
    };

    let load; // the CommonJS loader: path -> exports

    const names = (path) => {
        let exports;
        try {
            exports = load(path);
        } catch (error) {
            failed.set(path, error);
            return [];
        }
        const kind = typeof exports;
        return exports !== null && (kind === "object" || kind === "function")
            ? Object.keys(exports).filter((name) => name !== "default")
            : [];
    };
    const failed = new Map();

    const start = (modules, loop, process_, files, net, codec, exit, environment, cwd) => {
        const natives = { modules, loop, process: process_, files, net, codec, exit, environment, cwd };
        const root = modules.root;
        const internal = new Map();

        // Modules of the runtime see the natives; nothing else does.
        const requireInternal = (name) => {
            const known = internal.get(name);
            if (known) return known.exports;
            const path = `${root}/${name}.js`;
            const module = { exports: {}, id: path, filename: path };
            internal.set(name, module);
            const wrapper = `(function (exports, require, module, natives) { ${modules.read(path)}\n})`;
            modules.compile(wrapper, path)(module.exports, requireBuiltIn, module, natives);
            return module.exports;
        };
        const requireBuiltIn = (specifier) => {
            const name = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
            return requireInternal(name.startsWith("vendor/") ? name : `node/${name}`);
        };

        // Packages that the runtime brings see what any package sees.
        const loadBundled = (path) => {
            const name = path.slice(root.length + 1, -3);
            if (name.startsWith("node/")) return requireInternal(name);
            const known = internal.get(name);
            if (known) return known.exports;
            const folder = path.slice(0, path.lastIndexOf("/"));
            const require = (specifier) => {
                const builtIn = specifier.startsWith("node:");
                return builtIn ? requireBuiltIn(specifier) : loadBundled(modules.resolve(specifier, folder, false));
            };
            const module = { exports: {}, id: path, filename: path };
            internal.set(name, module);
            modules.compile(`(function (exports, require, module) { ${modules.read(path)}\n})`, path)(module.exports, require, module);
            return module.exports;
        };
        natives.loadBundled = loadBundled;

        const lazy = (names, module, pick = (exports, name) => exports[name]) => {
            for (const name of names) {
                Object.defineProperty(globalThis, name, {
                    configurable: true,
                    enumerable: false,
                    get() {
                        const value = pick(requireBuiltIn(module), name);
                        Object.defineProperty(globalThis, name, {
                            configurable: true, enumerable: false, writable: true, value,
                        });
                        return value;
                    },
                    set(value) {
                        Object.defineProperty(globalThis, name, {
                            configurable: true, enumerable: false, writable: true, value,
                        });
                    },
                });
            }
        };

        if (!Symbol.dispose) Object.defineProperty(Symbol, "dispose", { value: Symbol("Symbol.dispose") });
        if (!Symbol.asyncDispose) Object.defineProperty(Symbol, "asyncDispose", { value: Symbol("Symbol.asyncDispose") });
        if (!Error.captureStackTrace) {
            Object.defineProperty(Error, "captureStackTrace", {
                configurable: true,
                writable: true,
                value(target) {
                    const { stack } = new Error();
                    const lines = stack.split("\n").slice(2);
                    const head = target.message ? `${target.name ?? "Error"}: ${target.message}` : `${target.name ?? "Error"}`;
                    Object.defineProperty(target, "stack", {
                        configurable: true, writable: true, value: [head, ...lines].join("\n"),
                    });
                },
            });
        }
        Object.defineProperty(globalThis, "global", {
            configurable: true, writable: true, value: globalThis,
        });

        lazy(["process"], "process", (exports) => exports);
        Object.defineProperty(globalThis, "console", {
            configurable: true, writable: true, value: requireInternal("node/console"),
        });
        lazy(["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"], "timers");
        Object.defineProperty(globalThis, "queueMicrotask", {
            configurable: true,
            writable: true,
            value: (callback) => {
                if (typeof callback !== "function") {
                    throw Object.assign(new TypeError('The "callback" argument must be of type function'), { code: "ERR_INVALID_ARG_TYPE" });
                }
                Promise.resolve().then(callback).catch((error) => setImmediate(() => { throw error; }));
            },
        });
        lazy(["Buffer", "atob", "btoa", "Blob", "File"], "buffer");
        lazy(["URL", "URLSearchParams"], "url");
        lazy(["Event", "EventTarget", "AbortController", "AbortSignal", "CustomEvent"], "internal/abort");
        lazy(["structuredClone", "DOMException"], "internal/clone");
        lazy(["performance", "PerformanceObserver"], "perf_hooks");
        lazy(["fetch", "Headers", "Request", "Response", "FormData"], "internal/fetch");
        lazy(["crypto"], "crypto", (exports) => exports.webcrypto);
        lazy(["ReadableStream", "WritableStream", "TransformStream", "ByteLengthQueuingStrategy",
            "CountQueuingStrategy", "TextDecoderStream", "TextEncoderStream"], "stream/web");
        natives.TextDecoder = globalThis.TextDecoder;
        lazy(["TextDecoder"], "internal/text");

        load = (path) => (path.startsWith(`${root}/`) ? loadBundled(path) : requireInternal("node/module").loadFile(path));
        const { run } = requireInternal("node/internal/callbacks");

        Object.defineProperty(globalThis, Symbol.for("triglot.modules"), {
            value: Object.freeze({
                take(path) {
                    if (failed.has(path)) {
                        const error = failed.get(path);
                        failed.delete(path);
                        throw error;
                    }
                    return load(path);
                },
                keep: (namespace) => requireInternal("node/internal/namespaces").keep(namespace),
                error(code, message) {
                    const error = new Error(message);
                    error.code = code;
                    return error;
                },
                meta(meta) {
                    const { fileURLToPath, pathToFileURL } = requireBuiltIn("url");
                    const { dirname } = requireBuiltIn("path");
                    meta.filename = fileURLToPath(meta.url);
                    meta.dirname = dirname(meta.filename);
                    meta.main = meta.filename === process.argv[1];
                    meta.resolve = (specifier) => {
                        if (requireInternal("node/internal/syntax").isUrl(specifier)) return specifier;
                        return pathToFileURL(modules.resolve(specifier, meta.dirname, true)).href;
                    };
                },
            }),
        });

        Object.defineProperty(globalThis, Symbol.for("triglot.engine"), {
            value: Object.freeze({
                triglot: loop.triglot,
                watch: loop.watch,
                // Java does not follow process.chdir(); sandboxed scripts name files as they are granted.
                located(file) {
                    if (!loop.trusted || !natives.loadedProcess || process.cwd() === cwd) return file;
                    const path = requireBuiltIn("path").resolve(file);
                    return requireBuiltIn("fs").existsSync(requireBuiltIn("path").dirname(path)) ? path : file;
                },
            }),
        });

        const { fatal, entry } = requireInternal("node/internal/main");
        Graal.setUnhandledPromiseRejectionHandler((reason, promise) => {
            // The engine calls with no promise when a handler came late.
            if (process.listenerCount("unhandledRejection") > 0) {
                process.emit("unhandledRejection", reason, promise);
            } else {
                fatal(reason, "unhandledRejection");
            }
        });
        return { ...entry, run };
    };

    return { raise, names, start, printers: [print, printErr] };
})();
