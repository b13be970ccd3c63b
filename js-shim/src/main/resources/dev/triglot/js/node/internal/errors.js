"use strict";
// Errors with Node's codes.
function make(Base, code, message, fields) {
    const error = new Base(message);
    error.code = code;
    Object.assign(error, fields);
    // Node shows the code beside the name.
    Object.defineProperty(error, "toString", {
        configurable: true, enumerable: false, writable: true,
        value() { return `${this.name} [${code}]: ${this.message}`; },
    });
    return error;
}

function received(value) {
    if (value === null || value === undefined) return `Received ${value}`;
    if (typeof value === "function") return `Received function ${value.name}`;
    if (typeof value === "object") return value.constructor?.name ? `Received an instance of ${value.constructor.name}` : "Received an object";
    return `Received type ${typeof value} (${String(value)})`;
}

exports.argType = (name, expected, value) =>
    make(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be ${expected}. ${received(value)}`);
exports.argValue = (name, value, reason = "is invalid") =>
    make(TypeError, "ERR_INVALID_ARG_VALUE", `The argument '${name}' ${reason}. ${received(value)}`);
exports.coded = make;
exports.abort = (signal) => make(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: signal?.reason });
