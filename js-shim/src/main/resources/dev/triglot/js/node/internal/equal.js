"use strict";
const types = require("util/types");

/** Node's isDeepStrictEqual (strict) and the loose one of assert.deepEqual. */
exports.deepEqual = (left, right, strict) => equal(left, right, strict, new Map());

function equal(a, b, strict, seen) {
    if (strict ? Object.is(a, b) : a == b || (Number.isNaN(a) && Number.isNaN(b))) return true;
    if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
    if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
    if (Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && a.length !== b.length)) return false;
    if (types.isDate(a) && a.getTime() !== b.getTime()) return false;
    if (types.isRegExp(a) && (String(a) !== String(b) || a.lastIndex !== b.lastIndex)) return false;
    if (types.isNativeError(a) && (a.message !== b.message || a.name !== b.name)) return false;
    if (types.isBoxedPrimitive(a) && !Object.is(a.valueOf(), b.valueOf())) return false;
    if (ArrayBuffer.isView(a) || a instanceof ArrayBuffer) {
        const bytes = (v) => (v instanceof ArrayBuffer ? new Uint8Array(v) : new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
        const [x, y] = [bytes(a), bytes(b)];
        if (x.length !== y.length || x.some((byte, i) => byte !== y[i])) return false;
    }
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    try {
        return sameMembers(a, b, strict, seen);
    } finally {
        seen.delete(a);
    }
}

function sameMembers(a, b, strict, seen) {
    if (a instanceof Set) {
        if (a.size !== b.size) return false;
        const rest = [...b];
        for (const item of a) {
            const at = rest.findIndex((other) => equal(item, other, strict, seen));
            if (at < 0) return false;
            rest.splice(at, 1);
        }
    } else if (a instanceof Map) {
        if (a.size !== b.size) return false;
        for (const [key, value] of a) {
            const other = b.has(key) ? key : [...b.keys()].find((k) => equal(key, k, strict, seen));
            if (!b.has(other) || !equal(value, b.get(other), strict, seen)) return false;
        }
    }
    if (ArrayBuffer.isView(a)) return true;
    const keys = (object) => [
        ...Object.keys(object),
        ...Object.getOwnPropertySymbols(object).filter((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol)),
    ];
    const names = keys(a);
    return names.length === keys(b).length
        && names.every((name) => Object.prototype.propertyIsEnumerable.call(b, name) && equal(a[name], b[name], strict, seen));
}
