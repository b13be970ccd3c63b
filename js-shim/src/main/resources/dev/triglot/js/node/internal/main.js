"use strict";
// The ways into a script, and out of it.
const { run } = require("internal/callbacks");
let main = null; // the state of the script's module
let interactive = false;
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
    if (interactive) return;
    process.exitCode = 1;
    process.exit();
}
exports.fatal = fatal;

function begin(file, args) {
    process.argv = [process.execPath, file, ...args];
}

exports.entry = {
    runFile(file, args) {
        const full = natives.modules.absolute(process.cwd(), file);
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
            run(() => require("module").runMain(found));
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
        const file = natives.modules.absolute(process.cwd(), name);
        begin(file, args);
        const isModule = file.endsWith(".mjs") || (!file.endsWith(".cjs") && /^\s*(import\s*[\w{*"']|export\s)/m.test(text));
        runSource(text, file, isModule);
    },

    complete: (word, declared) => require("internal/session").complete(word, Array.from(declared)),
    evaluate(text) {
        interactive = true;
        return require("internal/session").evaluate(text);
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
    const file = natives.modules.absolute(process.cwd(), name);
    if (isModule) {
        natives.modules.overlay(file, text);
        main = importFile(file);
        watch();
    } else {
        run(() => require("module").runText(text, file));
    }
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
