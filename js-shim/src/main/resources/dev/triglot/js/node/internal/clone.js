"use strict";
const CODES = {
    IndexSizeError: 1, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12, InvalidAccessError: 15,
    TimeoutError: 23, InvalidCharacterError: 5, DataCloneError: 25, AbortError: 20, NetworkError: 19, QuotaExceededError: 22,
};
class DOMException extends Error {
    constructor(message = "", options = "Error") {
        const { name, cause } = typeof options === "object" ? { name: "Error", ...options } : { name: String(options) };
        super(message, cause === undefined ? undefined : { cause });
        Object.defineProperty(this, "name", { configurable: true, enumerable: false, value: name });
        Object.defineProperty(this, "code", { configurable: true, enumerable: false, value: CODES[name] ?? 0 });
    }
    get [Symbol.toStringTag]() { return "DOMException"; }
}
exports.DOMException = DOMException;

/** The structured clone; transferred buffers are moved. */
exports.structuredClone = (value, { transfer = [] } = {}) => {
    try {
        const copy = clone(value, new Map(), new Set(transfer));
        for (const buffer of transfer) buffer.transfer?.();
        return copy;
    } catch (error) {
        throw error instanceof DOMException ? error : new DOMException(error.message, "DataCloneError");
    }
};

function clone(value, seen, transfer) {
    if (typeof value === "function" || typeof value === "symbol") {
        throw new DOMException(`${String(value)} could not be cloned.`, "DataCloneError");
    }
    if (value === null || typeof value !== "object") return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy) => {
        seen.set(value, copy);
        return copy;
    };
    const types = require("util/types");
    if (types.isBoxedPrimitive(value)) return keep(Object(value.valueOf()));
    if (types.isDate(value)) return keep(new Date(value.getTime()));
    if (types.isRegExp(value)) return keep(new RegExp(value.source, value.flags));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) {
        const buffer = clone(value.buffer, seen, transfer);
        return keep(value instanceof DataView
            ? new DataView(buffer, value.byteOffset, value.byteLength)
            : new (globalThis[value[Symbol.toStringTag]])(buffer, value.byteOffset, value.length));
    }
    if (value instanceof Map) {
        const copy = keep(new Map());
        for (const [key, item] of value) copy.set(clone(key, seen, transfer), clone(item, seen, transfer));
        return copy;
    }
    if (value instanceof Set) {
        const copy = keep(new Set());
        for (const item of value) copy.add(clone(item, seen, transfer));
        return copy;
    }
    if (types.isNativeError(value)) {
        const Type = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }[value.name] ?? Error;
        const copy = keep(new Type(value.message));
        if ("cause" in value) copy.cause = clone(value.cause, seen, transfer);
        copy.stack = value.stack;
        return copy;
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
        throw new DOMException(`${Object.prototype.toString.call(value)} could not be cloned.`, "DataCloneError");
    }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen, transfer);
    return copy;
}
