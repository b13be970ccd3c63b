"use strict";
const timers = require("timers");

function waiting(start, stop, value, { signal, ref = true } = {}) {
    return new Promise((resolve, reject) => {
        const abort = () => {
            stop(timer);
            reject(Object.assign(new Error("The operation was aborted", { cause: signal.reason }), {
                name: "AbortError", code: "ABORT_ERR",
            }));
        };
        let timer;
        if (signal?.aborted) return abort();
        timer = start(() => {
            signal?.removeEventListener("abort", abort);
            resolve(value);
        });
        if (!ref) timer.unref();
        signal?.addEventListener("abort", abort, { once: true });
    });
}

exports.setTimeout = (delay, value, options) =>
    waiting((done) => timers.setTimeout(done, delay), timers.clearTimeout, value, options);
exports.setImmediate = (value, options) =>
    waiting((done) => timers.setImmediate(done), timers.clearImmediate, value, options);
exports.setInterval = async function* (delay, value, options) {
    while (true) yield await exports.setTimeout(delay, value, options);
};
exports.scheduler = {
    wait: (delay, options) => exports.setTimeout(delay, undefined, options),
    yield: () => exports.setImmediate(),
};
