"use strict";
// The ways into a script, and out of it.
const { run } = require("internal/callbacks");
const module_ = require("module");
let main = null; // the state of the script's module
const importFile = (file) => ({ pending: false, promise: import(natives.modules.url(file)) });

// Frames of the runtime tell a script's author nothing.
const withoutOwnFrames = (text) => text.replace(/\n +at [^\n]*\/~triglot\/[^\n]*?(?=( \{)?(?:\n|$))/g, "");

function describe(error) {
    if (error !== null && typeof error === "object" && typeof error.stack === "string") {
        const { inspect } = require("util");
        return withoutOwnFrames(inspect(error));
    }
    return `Uncaught ${require("util").inspect(error)}\n(Use an Error object to see where it was thrown)`;
}

function fatal(error, origin) {
    if (process.listenerCount("uncaughtException") > 0) {
        run(() => process.emit("uncaughtException", error, origin ?? "uncaughtException"));
        return;
    }
    let text;
    try {
        text = describe(error);
    } catch {
        text = String(error);
    }
    natives.process.write(2, `${text}\n`);
    process.exitCode = 1;
    process.exit();
}
exports.fatal = fatal;

function begin(file, args) {
    process.argv = [process.execPath, file, ...args];
}

// A static import as one that an entry of a session may have.
const IMPORT = /^\s*import\s+(?:([\w$]+)\s*,?\s*)?(?:\*\s*as\s+([\w$]+)|(\{[^}]*\}))?\s*from\s*(["'][^"']+["'])\s*;?\s*$/;
function imported(text) {
    const found = IMPORT.exec(text);
    if (!found) return text;
    const [, whole, all, names, from] = found;
    if (all) return `const ${all} = await import(${from})`;
    const parts = names ? names.slice(1, -1).replace(/\bas\b/g, ":") : "";
    return `const { ${[whole && `default: ${whole}`, parts].filter(Boolean).join(", ")} } = await import(${from})`;
}

exports.entry = {
    runFile(file, args) {
        const path = require("path");
        const full = path.resolve(file);
        begin(full, args);
        let found;
        try {
            found = natives.modules.resolve(full, process.cwd(), false);
        } catch {
            const error = new Error(`Cannot find module '${full}'`);
            error.code = "MODULE_NOT_FOUND";
            throw error;
        }
        process.argv[1] = found;
        if (natives.modules.isModule(found)) {
            main = importFile(found);
            watch();
        } else {
            run(() => module_.runMain(found));
        }
    },

    runText(text, args) {
        begin(undefined, args);
        process.argv.splice(1, 1);
        const imports = /^\s*(import\s*[\w{*"']|export\s)/m.test(text) || /\bawait\b/.test(text);
        // A module has no require(); in text without a file it is nice to have.
        const usesRequire = imports && /\brequire\s*\(/.test(text) && !/\b(const|let|var)\s+require\b/.test(text);
        runSource(usesRequire ? `import { createRequire as _cr } from "node:module"; const require = _cr(import.meta.url); ${text}` : text,
            imports ? "[eval].mjs" : "[eval]", imports);
    },

    runNamed(text, name, args) {
        const file = require("path").resolve(name);
        begin(file, args);
        const isModule = file.endsWith(".mjs") || (!file.endsWith(".cjs") && /^\s*(import\s*[\w{*"']|export\s)/m.test(text));
        runSource(text, file, isModule);
    },

    complete(word, declared) {
        const dot = word.lastIndexOf(".");
        const start = word.slice(dot + 1);
        let names;
        if (dot < 0) {
            names = [...Array.from(declared), ...Object.getOwnPropertyNames(globalThis)];
        } else {
            const path = word.slice(0, dot).split(".");
            if (!path.every((name) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))) return [];
            names = membersOf(path);
        }
        return [...new Set(names)].filter((name) => typeof name === "string" && name.startsWith(start) && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))
            .sort().map((name) => word.slice(0, dot + 1) + name);
    },

    evaluate(text) {
        const state = { pending: false, value: undefined, error: undefined, failed: false };
        const file = require("path").resolve("[repl]");
        const await_ = /\bawait\b/.test(text) || IMPORT.test(text);
        const value = run(() => module_.evaluateEntry(imported(text), file, await_));
        const settled = {
            get pending() { return state.pending; },
            take() {
                if (state.failed) throw state.error;
                return state.value;
            },
        };
        if (await_ && value instanceof Promise) {
            state.pending = true;
            value.then(
                (result) => { state.pending = false; state.value = result; },
                (error) => { state.pending = false; state.failed = true; state.error = error; });
        } else {
            state.value = value;
        }
        return settled;
    },

    inspect(value) {
        const text = require("util").inspect(value, { colors: process.stdout.isTTY === true });
        return value instanceof Error ? withoutOwnFrames(text) : text;
    },

    uncaught(error, message, position, isSyntax) {
        if (isSyntax && position && error && typeof error === "object") {
            natives.process.write(2, `${position}\n`);
        }
        fatal(error ?? new Error(message), "uncaughtException");
    },

    signal(name, number) {
        if (!run(() => process.emit(name, name, number))) {
            natives.exit(128 + number);
        }
    },

    beforeExit() {
        run(() => process.emit("beforeExit", process.exitCode ?? 0));
    },

    end(unsettled) {
        if (main !== null && main.pending) {
            if (process.exitCode === undefined) process.exitCode = unsettled;
            natives.process.write(2, "Warning: Detected unsettled top-level await\n");
        }
        if (!ended) {
            ended = true;
            run(() => process.emit("exit", process.exitCode ?? 0));
        }
        const code = Number(process.exitCode ?? 0);
        ended = false;
        return code;
    },

    setEnvironment(variables) {
        process.env = process._environment(variables);
    },

    setTerminal(input, output, error, columns) {
        natives.terminal = { 0: input, 1: output, 2: error, columns };
    },
};
let ended = false;

function runSource(text, name, isModule) {
    const file = require("path").resolve(name);
    if (isModule) {
        natives.modules.overlay(file, text);
        main = importFile(file);
        watch();
    } else {
        run(() => module_.runText(text, file));
    }
}

// Names of an object and its prototypes; getters of a script are not called.
function membersOf(path) {
    let value;
    try {
        value = natives.modules.compile(path[0], "[repl]");
        for (const name of path.slice(1)) {
            let holder = Object(value);
            while (holder && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder);
            value = holder ? Object.getOwnPropertyDescriptor(holder, name).value : undefined;
        }
    } catch {
        return [];
    }
    const names = [];
    if (value === null || value === undefined) return names;
    for (let holder = Object(value); holder; holder = Object.getPrototypeOf(holder)) names.push(...Object.getOwnPropertyNames(holder));
    return names;
}

function watch() {
    const state = main;
    state.pending = true;
    state.promise.then(
        () => { state.pending = false; },
        (error) => {
            state.pending = false;
            fatal(error, "uncaughtException");
        });
}
