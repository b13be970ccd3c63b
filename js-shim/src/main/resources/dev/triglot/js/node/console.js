"use strict";
// Lines of text go straight out; anything else loads the whole console. Most scripts start faster for it.
const host = natives.process;
const NUMBERS = { log: 1, info: 1, debug: 1, error: 2, warn: 2 };
const OTHERS = ["trace", "dir", "dirxml", "assert", "group", "groupCollapsed", "groupEnd", "count", "countReset", "time", "timeLog", "timeEnd", "table"];
let whole = null;

function load() {
    if (whole === null) {
        const Console = require("internal/console");
        whole = new Console();
    }
    return whole;
}

/** The text of arguments that need no formatting, else undefined. */
function plain(args) {
    if (args.length === 1 && typeof args[0] === "string") return args[0];
    return args.every((arg) => typeof arg === "string") && !args[0]?.includes("%") ? args.join(" ") : undefined;
}

/** Through the stream only where a script has asked for it, and so may have changed it. */
function written(number, text) {
    const name = number === 1 ? "stdout" : "stderr";
    if (!natives.loadedProcess || Object.getOwnPropertyDescriptor(process, name)?.get) host.write(number, text);
    else process[name].write(text);
}

const console = {};
for (const name of Object.keys(NUMBERS)) {
    console[name] = (...args) => {
        const text = whole === null ? plain(args) : undefined;
        if (text === undefined) load()[name](...args);
        else written(NUMBERS[name], `${text}\n`);
    };
}
for (const name of OTHERS) console[name] = (...args) => load()[name](...args);
Object.defineProperty(console, "Console", { configurable: true, get: () => require("internal/console") });
Object.defineProperty(console, "_lines", { value: { plain, written } });
module.exports = console;
