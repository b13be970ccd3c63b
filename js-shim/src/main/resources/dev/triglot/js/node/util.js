"use strict";
const inspecting = require("vendor/inspect");
const { argType } = require("internal/errors");
const types = require("util/types");
const custom = Symbol.for("nodejs.util.promisify.custom");
const { inspect, format, formatWithOptions, stripVTControlCharacters } = inspecting;

function promisify(original) {
    if (typeof original !== "function") throw argType("original", "of type function", original);
    if (original[custom]) return original[custom];
    function promised(...args) {
        return new Promise((resolve, reject) => {
            original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
        });
    }
    Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
    return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = custom;

function callbackify(original) {
    return function (...args) {
        const callback = args.pop();
        original.apply(this, args).then(
            (value) => process.nextTick(callback, null, value),
            (error) => process.nextTick(callback, error ?? Object.assign(new Error("Promise was rejected with a falsy value"), { reason: error, code: "ERR_FALSY_VALUE_REJECTION" })));
    };
}

const warned = new Set();
function deprecate(original, message, code) {
    return function (...args) {
        const key = code ?? message;
        if (!warned.has(key)) {
            warned.add(key);
            process.emitWarning(code ? `[${code}] ${message}` : message, "DeprecationWarning");
        }
        return new.target ? Reflect.construct(original, args, new.target) : original.apply(this, args);
    };
}

function debuglog(section) {
    const enabled = new RegExp(`(^|,)${section}(,|$)`, "i").test(process.env.NODE_DEBUG ?? "");
    const log = (...args) => {
        if (enabled) process.stderr.write(`${section.toUpperCase()} ${process.pid}: ${format(...args)}\n`);
    };
    log.enabled = enabled;
    return log;
}

function inherits(constructor, parent) {
    Object.defineProperty(constructor, "super_", { configurable: true, writable: true, value: parent });
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

function styleText(style, text) {
    return [style].flat().reduce((styled, name) => {
        const pair = inspect.colors[name];
        if (!pair) throw require("internal/errors").argValue("format", name);
        return `\u001b[${pair[0]}m${styled}\u001b[${pair[1]}m`;
    }, String(text));
}

module.exports = {
    inspect, format, formatWithOptions, stripVTControlCharacters,
    getStringWidth: inspecting.getStringWidth ?? ((text) => stripVTControlCharacters(text).length),
    promisify, callbackify, deprecate, debuglog, debug: debuglog, inherits, styleText, types,
    toUSVString: (text) => String(text).toWellFormed(),
    isDeepStrictEqual: (a, b) => require("internal/equal").deepEqual(a, b, true),
    parseArgs: (config = {}) => require("vendor/parseargs").parseArgs({ args: process.argv.slice(2), ...config }),
    aborted: (signal) => new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true }))),
    transferableAbortController: () => new AbortController(),
    getSystemErrorName: (number) => ({ "-1": "EPERM", "-2": "ENOENT", "-13": "EACCES", "-17": "EEXIST", "-22": "EINVAL" })[number],
    get TextEncoder() { return globalThis.TextEncoder; },
    get TextDecoder() { return globalThis.TextDecoder; },
    isArray: Array.isArray,
    isBoolean: (v) => typeof v === "boolean",
    isNull: (v) => v === null,
    isNullOrUndefined: (v) => v === null || v === undefined,
    isNumber: (v) => typeof v === "number",
    isString: (v) => typeof v === "string",
    isSymbol: (v) => typeof v === "symbol",
    isUndefined: (v) => v === undefined,
    isRegExp: types.isRegExp,
    isObject: (v) => v !== null && typeof v === "object",
    isDate: types.isDate,
    isError: types.isNativeError,
    isFunction: (v) => typeof v === "function",
    isPrimitive: (v) => v === null || (typeof v !== "object" && typeof v !== "function"),
    isBuffer: (v) => Buffer.isBuffer(v),
};
