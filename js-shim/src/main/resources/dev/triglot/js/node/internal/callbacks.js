"use strict";
// Callbacks from the event loop, and what process.nextTick has queued for after them.
const ticks = [];
let scheduled = false;
let draining = false;

function drain() {
    if (draining) return;
    draining = true;
    scheduled = false;
    try {
        while (ticks.length > 0) {
            const { callback, args } = ticks.shift();
            callback(...args);
        }
    } finally {
        draining = false;
        if (ticks.length > 0) schedule();
    }
}

function schedule() {
    if (!scheduled) {
        scheduled = true;
        Promise.resolve().then(() => {
            try {
                drain();
            } catch (error) {
                natives.loop.immediate(() => { throw error; });
            }
        });
    }
}

exports.nextTick = (callback, ...args) => {
    if (typeof callback !== "function") {
        throw Object.assign(new TypeError('The "callback" argument must be of type function'), {
            code: "ERR_INVALID_ARG_TYPE",
        });
    }
    ticks.push({ callback, args });
    if (!draining) schedule();
};

exports.run = (callback, ...args) => {
    try {
        return callback(...args);
    } finally {
        drain();
    }
};
