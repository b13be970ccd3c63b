"use strict";
// CommonJS, as Node has it.
const { modules } = natives;
const cache = Object.create(null);
const builtIn = modules.builtIn.split(" ");

// Of absolute names. The module path does more, and takes its time to load.
function folderOf(file) {
    const end = file.lastIndexOf("/");
    return end < 0 ? "." : file.slice(0, Math.max(end, 1));
}
function extensionOf(file) {
    const dot = file.lastIndexOf(".");
    return dot > file.lastIndexOf("/") + 1 ? file.slice(dot) : "";
}

const extensions = {
    ".js"(module, filename) {
        if (modules.isModule(filename)) {
            const namespace = require("internal/namespaces").load(filename);
            module.exports = Object.hasOwn(namespace, "module.exports") ? namespace["module.exports"] : namespace;
        } else {
            module._compile(modules.read(filename), filename);
        }
    },
    ".json"(module, filename) {
        try {
            module.exports = JSON.parse(withoutMark(modules.read(filename)));
        } catch (error) {
            error.message = `${filename}: ${error.message}`;
            throw error;
        }
    },
    ".node"(_module, filename) {
        throw Object.assign(new Error(`Native add-ons cannot be loaded: ${filename}`), { code: "ERR_DLOPEN_FAILED" });
    },
};
const withoutMark = (text) => (text.startsWith("\uFEFF") ? text.slice(1) : text);
extensions[".mjs"] = extensions[".js"];
extensions[".cjs"] = extensions[".js"];

class Module {
    #paths;

    constructor(id, parent) {
        this.id = id;
        this.path = folderOf(id);
        this.exports = {};
        this.filename = id;
        this.loaded = false;
        this.children = [];
        Object.defineProperty(this, "parent", { configurable: true, writable: true, value: parent });
        parent?.children.push(this);
    }

    get paths() {
        return (this.#paths ??= Module._nodeModulePaths(this.path));
    }

    set paths(paths) {
        this.#paths = paths;
    }

    require(specifier) {
        if (typeof specifier !== "string" || specifier === "") {
            throw Object.assign(new TypeError(`The "id" argument must be a non-empty string. Received ${String(specifier)}`), {
                code: specifier === "" ? "ERR_INVALID_ARG_VALUE" : "ERR_INVALID_ARG_TYPE",
            });
        }
        return Module._load(specifier, this, false);
    }

    _compile(text, filename) {
        const body = text.startsWith("#!") ? `//${text}` : text;
        const wrapper = modules.compile(Module.wrap(body), filename);
        return wrapper.call(this.exports, this.exports, requireOf(this), this, filename, folderOf(filename));
    }
}

function requireOf(module) {
    const require = (specifier) => module.require(specifier);
    require.resolve = (specifier) => Module._resolveFilename(specifier, module);
    require.resolve.paths = () => module.paths;
    require.cache = cache;
    require.main = mainModule;
    require.extensions = extensions;
    return require;
}

let mainModule;

function builtInName(specifier) {
    const name = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
    return builtIn.includes(name) && (specifier !== "test") ? name : null;
}

Object.assign(Module, {
    Module,
    _cache: cache,
    _extensions: extensions,
    builtinModules: builtIn.filter((name) => name !== "test"),
    isBuiltin: (specifier) => builtInName(specifier) !== null,
    wrap: (text) => `(function (exports, require, module, __filename, __dirname) { ${text}\n})`,
    createRequire(from) {
        const text = String(from);
        const filename = text.startsWith("file:") ? require("url").fileURLToPath(text) : text;
        return requireOf(new Module(filename, undefined));
    },
    _nodeModulePaths(from) {
        const path = require("path");
        const paths = [];
        for (let folder = from; ; folder = path.dirname(folder)) {
            if (path.basename(folder) !== "node_modules") paths.push(path.join(folder, "node_modules"));
            if (folder === path.dirname(folder)) return paths;
        }
    },
    _resolveFilename(specifier, parent) {
        if (builtInName(specifier)) return specifier;
        try {
            return modules.resolve(specifier, parent?.path ?? process.cwd(), false);
        } catch (error) {
            if (error.code === "MODULE_NOT_FOUND") {
                error.requireStack = parent ? [parent.filename] : [];
                error.message = `Cannot find module '${specifier}'\nRequire stack:\n${error.requireStack.map((file) => `- ${file}`).join("\n")}`;
            }
            throw error;
        }
    },
    _load(specifier, parent, isMain) {
        const name = builtInName(specifier);
        if (name) return require(name);
        return loadFile(Module._resolveFilename(specifier, parent), parent, isMain);
    },
    runMain(filename) {
        return loadFile(filename, undefined, true);
    },
});

function loadFile(filename, parent, isMain) {
    if (filename.startsWith(`${modules.root}/`)) return natives.loadBundled(filename);
    const known = cache[filename];
    if (known) return known.exports;
    const module = new Module(filename, parent);
    if (isMain) {
        mainModule = module;
        module.id = ".";
        natives.mainModule = module;
        if (natives.loadedProcess) process.mainModule = module;
    }
    cache[filename] = module;
    try {
        (extensions[extensionOf(filename)] ?? extensions[".js"])(module, filename);
        module.loaded = true;
    } catch (error) {
        delete cache[filename];
        throw error;
    }
    return module.exports;
}

module.exports = Module;
Object.defineProperties(Module, {
    loadFile: { value: (filename) => loadFile(filename, undefined, false) },
    runText: {
        value(text, filename) {
            const module = new Module(filename, undefined);
            mainModule = module;
            module._compile(text, filename);
        },
    },
    evaluateEntry: {
        value(text, filename, withAwait) {
            globalThis.require ??= requireOf(new Module(filename, undefined));
            return modules.compile(withAwait ? require("internal/syntax").awaiting(text) : text, filename); // the value of the last statement
        },
    },
});
