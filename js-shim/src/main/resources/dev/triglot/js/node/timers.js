"use strict";
const { run } = require("internal/callbacks");
const { loop } = natives;
const active = new Map();

function checked(callback) {
    if (typeof callback !== "function") {
        throw Object.assign(
            new TypeError(`The "callback" argument must be of type function. Received ${callback === null ? "null" : typeof callback}`),
            { code: "ERR_INVALID_ARG_TYPE" });
    }
}

class Timeout {
    constructor(callback, delay, args, repeat) {
        checked(callback);
        this._repeat = repeat ? delay : null;
        this._start = () => {
            this._id = loop.schedule(() => {
                if (!repeat) active.delete(this._id);
                run(callback, ...args);
            }, Number(delay ?? 1), repeat);
            active.set(this._id, this);
            if (this._unref) loop.keepAlive(this._id, false);
        };
        this._start();
    }
    ref() { this._unref = false; loop.keepAlive(this._id, true); return this; }
    unref() { this._unref = true; loop.keepAlive(this._id, false); return this; }
    hasRef() { return !this._unref; }
    refresh() { this.close(); this._start(); return this; }
    close() { loop.cancel(this._id); active.delete(this._id); return this; }
    [Symbol.toPrimitive]() { return this._id; }
    [Symbol.dispose]() { this.close(); }
}

class Immediate {
    constructor(callback, args) {
        checked(callback);
        this._id = loop.immediate(() => run(callback, ...args));
    }
    ref() { return this; }
    unref() { return this; }
    hasRef() { return true; }
    [Symbol.dispose]() { loop.cancel(this._id); }
}

exports.setTimeout = (callback, delay, ...args) => new Timeout(callback, delay, args, false);
exports.setInterval = (callback, delay, ...args) => new Timeout(callback, delay, args, true);
exports.setImmediate = (callback, ...args) => new Immediate(callback, args);
exports.clearTimeout = (timer) => {
    if (timer instanceof Timeout) timer.close();
    else if (timer instanceof Immediate) loop.cancel(timer._id);
    else if (timer !== undefined && timer !== null) active.get(Number(timer))?.close();
};
exports.clearInterval = exports.clearTimeout;
exports.clearImmediate = exports.clearTimeout;
Object.defineProperty(exports, "promises", { enumerable: true, get: () => require("timers/promises") });

const custom = Symbol.for("nodejs.util.promisify.custom");
exports.setTimeout[custom] = (delay, value, options) => require("timers/promises").setTimeout(delay, value, options);
exports.setImmediate[custom] = (value, options) => require("timers/promises").setImmediate(value, options);
