"use strict";
// The ways into a script, and out of it.
const { run } = require("internal/callbacks");
let main = null; // the state of the script's module
let interactive = false;
const importFile = (file) => ({ pending: false, promise: import(natives.modules.url(file)) });

function fatal(error, origin) {
    if (process.listenerCount("uncaughtException") > 0) {
        run(() => process.emit("uncaughtException", error, origin ?? "uncaughtException"));
        return;
    }
    let text;
    try {
        text = require("internal/failure").describe(error);
    } catch {
        text = String(error);
    }
    natives.process.write(2, `${text}\n`);
    if (interactive) return;
    process.exitCode = 1;
    process.exit();
}
exports.fatal = fatal;

/** @param file the script's; undefined for a text */
function begin(file, args) {
    natives.argv = file === undefined ? ["triglot", ...args] : ["triglot", file, ...args];
    if (natives.loadedProcess) process.argv = natives.argv;
}

// Most programs start without the object process: it costs time to make.
const workingFolder = () => (natives.loadedProcess ? process.cwd() : natives.cwd);

exports.entry = {
    runFile(file, args) {
        const full = natives.modules.absolute(workingFolder(), file);
        let found;
        try {
            found = natives.modules.resolve(full, workingFolder(), false);
        } catch {
            const error = new Error(`Cannot find module '${full}'`);
            error.code = "MODULE_NOT_FOUND";
            throw error;
        }
        begin(found, args);
        if (natives.modules.isModule(found)) {
            main = importFile(found);
            watch();
        } else {
            run(() => require("module").runMain(found));
        }
    },

    runText(text, args) {
        begin(undefined, args);
        const isModule = mayBeModule(text) && require("internal/syntax").isModule(text);
        runSource(isModule ? require("internal/syntax").withRequire(text) : text, isModule ? "[eval].mjs" : "[eval]", isModule);
    },

    runNamed(text, name, args) {
        const file = natives.modules.absolute(workingFolder(), name);
        begin(file, args);
        const isModule = file.endsWith(".mjs") || (!file.endsWith(".cjs") && mayBeModule(text) && require("internal/syntax").hasImports(text));
        runSource(text, file, isModule);
    },

    complete: (word, declared) => require("internal/session").complete(word, Array.from(declared)),
    evaluate(text) {
        interactive = true;
        return require("internal/session").evaluate(text);
    },

    inspect(value) {
        const text = require("util").inspect(value, { colors: process.stdout.isTTY === true });
        return value instanceof Error ? require("internal/failure").withoutOwnFrames(text) : text;
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
        if (natives.loadedProcess) run(() => process.emit("beforeExit", process.exitCode ?? 0));
    },

    end(unsettled) {
        if (main !== null && main.pending) {
            process.exitCode ??= unsettled;
            natives.process.write(2, "Warning: Detected unsettled top-level await\n");
        }
        if (!ended) {
            ended = true;
            if (natives.loadedProcess) run(() => process.emit("exit", process.exitCode ?? 0));
        }
        const code = natives.loadedProcess ? Number(process.exitCode ?? 0) : 0;
        ended = false;
        return code;
    },

    setEnvironment(variables) {
        natives.environment = variables;
        if (natives.loadedProcess) process.env = process._environment(variables);
    },

    setTerminal(input, output, error, columns) {
        natives.terminal = { 0: input, 1: output, 2: error, columns };
    },
};
let ended = false;

// Few texts need the patterns that tell.
const mayBeModule = (text) => text.includes("import") || text.includes("export") || text.includes("await");

function runSource(text, name, isModule) {
    const file = natives.modules.absolute(workingFolder(), name);
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
