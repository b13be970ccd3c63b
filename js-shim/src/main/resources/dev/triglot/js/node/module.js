"use strict";
// CommonJS, as Node has it.
const { modules } = natives;
const path = require("path");
const cache = Object.create(null);
const builtIn = Array.from(modules.builtIn);

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
            module.exports = JSON.parse(modules.read(filename).replace(/^\uFEFF/, ""));
        } catch (error) {
            error.message = `${filename}: ${error.message}`;
            throw error;
        }
    },
    ".node"(_module, filename) {
        throw Object.assign(new Error(`Native add-ons cannot be loaded: ${filename}`), { code: "ERR_DLOPEN_FAILED" });
    },
};
extensions[".mjs"] = extensions[".js"];
extensions[".cjs"] = extensions[".js"];

class Module {
    constructor(id, parent) {
        this.id = id;
        this.path = path.dirname(id);
        this.exports = {};
        this.filename = id;
        this.loaded = false;
        this.children = [];
        this.paths = Module._nodeModulePaths(this.path);
        Object.defineProperty(this, "parent", { configurable: true, writable: true, value: parent });
        parent?.children.push(this);
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
        return wrapper.call(this.exports, this.exports, requireOf(this), this, filename, path.dirname(filename));
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
        process.mainModule = module;
    }
    cache[filename] = module;
    try {
        (extensions[path.extname(filename)] ?? extensions[".js"])(module, filename);
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
            return modules.compile(withAwait ? awaiting(text) : text, filename); // the value of the last statement
        },
    },
});

// Lets one entry of a session use await: what it declares becomes global, the value of a lone expression its result.
function awaiting(text) {
    const body = text.trim().replace(/;$/, "");
    const declaration = /^(?:const|let|var)\s+([\s\S]+)$/.exec(body);
    if (declaration) {
        const rest = declaration[1];
        if (!/^[{[]/.test(rest)) return `(async () => { globalThis.${rest}; })()`;
        const names = rest.slice(0, rest.search(/[}\]]\s*=[^>]/) + 1).replace(/=[^,}\]]*/g, "").match(/[\p{L}_$][\p{L}\p{N}_$]*(?=\s*(?:[,}\]]|$))/gu) ?? [];
        return `(async () => { ${body}; Object.assign(globalThis, { ${names.join(", ")} }); })()`;
    }
    return `(async () => { ${/^(?:for|while|if|try|throw|switch|\{)\b/.test(body) ? body : `return (${body}\n)`} })()`;
}
