"use strict";
const EventEmitter = require("vendor/events");

// What Node has beyond the package.
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.errorMonitor ??= Symbol("events.errorMonitor");
EventEmitter.captureRejectionSymbol ??= Symbol.for("nodejs.rejection");
EventEmitter.captureRejections ??= false;
EventEmitter.usingDomains = false;
EventEmitter.getEventListeners = (emitter, name) =>
    (typeof emitter.listeners === "function" ? emitter.listeners(name) : emitter[Symbol.for("triglot.listeners")]?.(name) ?? []);
EventEmitter.getMaxListeners = (emitter) => emitter.getMaxListeners?.() ?? 10;
EventEmitter.setMaxListeners = (count, ...emitters) => emitters.forEach((emitter) => emitter.setMaxListeners?.(count));
EventEmitter.addAbortListener = (signal, listener) => {
    if (signal.aborted) queueMicrotask(() => listener());
    else signal.addEventListener("abort", listener, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener("abort", listener) };
};
const once = EventEmitter.once;
EventEmitter.once = (emitter, name, { signal } = {}) => {
    if (!signal) return once(emitter, name);
    const { abort } = require("internal/errors");
    if (signal.aborted) return Promise.reject(abort(signal));
    return new Promise((resolve, reject) => {
        const stop = () => reject(abort(signal));
        signal.addEventListener("abort", stop, { once: true });
        once(emitter, name).then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    });
};
EventEmitter.on = (emitter, name, { signal, close = [] } = {}) => {
    const values = [];
    const waiting = [];
    let failure = null;
    let done = false;
    const take = (...args) => (waiting.length > 0 ? waiting.shift().resolve({ value: args, done: false }) : values.push(args));
    const fail = (error) => {
        if (waiting.length > 0) waiting.shift().reject(error);
        else failure = error;
        finish();
    };
    const finish = () => {
        done = true;
        emitter.removeListener(name, take);
        emitter.removeListener("error", fail);
        for (const event of close) emitter.removeListener(event, finish);
        for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
        return Promise.resolve({ value: undefined, done: true });
    };
    emitter.on(name, take);
    if (name !== "error") emitter.on("error", fail);
    for (const event of close) emitter.on(event, finish);
    signal?.addEventListener("abort", () => fail(require("internal/errors").abort(signal)), { once: true });
    return {
        next() {
            if (values.length > 0) return Promise.resolve({ value: values.shift(), done: false });
            if (failure) {
                const error = failure;
                failure = null;
                return Promise.reject(error);
            }
            if (done) return Promise.resolve({ value: undefined, done: true });
            return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
        },
        return: finish,
        throw(error) { fail(error); return Promise.reject(error); },
        [Symbol.asyncIterator]() { return this; },
    };
};
// "error" listeners of a monitor hear of errors without handling them.
const emit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function (name, ...args) {
    if (name === "error" && this._events?.[EventEmitter.errorMonitor]) emit.call(this, EventEmitter.errorMonitor, ...args);
    return emit.call(this, name, ...args);
};
module.exports = EventEmitter;
natives.EventEmitter = EventEmitter;
natives.eventsLoaded?.(EventEmitter);
