"use strict";
// Entries of an interactive session.
const { run } = require("internal/callbacks");

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

exports.complete = (word, declared) => {
    const dot = word.lastIndexOf(".");
    const start = word.slice(dot + 1);
    let names;
    if (dot < 0) {
        names = [...declared, ...Object.getOwnPropertyNames(globalThis)];
    } else {
        const path = word.slice(0, dot).split(".");
        if (!path.every((name) => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))) return [];
        names = membersOf(path);
    }
    return [...new Set(names)].filter((name) => typeof name === "string" && name.startsWith(start) && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name))
        .sort().map((name) => word.slice(0, dot + 1) + name);
};

const NO_CODE = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\//g;

/** Whether an entry itself awaits, and not a function in it. */
function awaits(text) {
    let depth = 0;
    let inside = false;
    for (const [token] of text.replace(NO_CODE, "").matchAll(/[{}]|\bawait\b/g)) {
        if (token === "{") depth++;
        else if (token === "}") depth--;
        else if (depth === 0) return true;
        else inside = true;
    }
    return inside && !natives.modules.parses(text);
}

exports.evaluate = (text) => {
    const state = { pending: false, value: undefined, error: undefined, failed: false };
    const file = require("path").resolve("[repl]");
    const await_ = awaits(text) || IMPORT.test(text);
    const value = run(() => require("module").evaluateEntry(imported(text), file, await_));
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
};
