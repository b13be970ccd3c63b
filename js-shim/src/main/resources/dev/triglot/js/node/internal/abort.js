"use strict";
// Events and abort signals as the DOM standard describes them, as far as there is no document.
class Event {
    #prevented = false;
    constructor(type, { bubbles = false, cancelable = false, composed = false } = {}) {
        Object.assign(this, { type: String(type), bubbles, cancelable, composed });
        this.timeStamp = performance.now();
        this.target = this.currentTarget = null;
        this._stopped = false;
    }
    get defaultPrevented() { return this.#prevented; }
    preventDefault() { if (this.cancelable) this.#prevented = true; }
    stopPropagation() {}
    stopImmediatePropagation() { this._stopped = true; }
}
class CustomEvent extends Event {
    constructor(type, options = {}) {
        super(type, options);
        this.detail = options.detail ?? null;
    }
}

class EventTarget {
    #listeners = new Map();
    addEventListener(type, listener, options) {
        if (listener === null || listener === undefined) return;
        const { once = false, signal } = typeof options === "object" && options !== null ? options : {};
        if (signal?.aborted) return;
        const list = this.#listeners.get(type) ?? [];
        if (list.some((entry) => entry.listener === listener)) return;
        this.#listeners.set(type, [...list, { listener, once }]);
        signal?.addEventListener("abort", () => this.removeEventListener(type, listener), { once: true });
    }
    removeEventListener(type, listener) {
        const list = this.#listeners.get(type);
        if (list) this.#listeners.set(type, list.filter((entry) => entry.listener !== listener));
    }
    dispatchEvent(event) {
        event.target = event.currentTarget = this;
        const own = this[`on${event.type}`];
        const entries = [...(typeof own === "function" ? [{ listener: own }] : []), ...(this.#listeners.get(event.type) ?? [])];
        for (const { listener, once } of entries) {
            if (event._stopped) break;
            if (once) this.removeEventListener(event.type, listener);
            try {
                if (typeof listener === "function") listener.call(this, event);
                else listener.handleEvent(event);
            } catch (error) {
                process.nextTick(() => { throw error; });
            }
        }
        return !event.defaultPrevented;
    }
    [Symbol.for("triglot.listeners")](type) {
        return (this.#listeners.get(type) ?? []).map((entry) => entry.listener);
    }
}

const secret = Symbol("abort");
class AbortSignal extends EventTarget {
    #reason = undefined;
    #aborted = false;
    constructor(key) {
        if (key !== secret) throw Object.assign(new TypeError("Illegal constructor"), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
        super();
        this.onabort = null;
    }
    get aborted() { return this.#aborted; }
    get reason() { return this.#reason; }
    throwIfAborted() { if (this.#aborted) throw this.#reason; }
    [secret](reason) {
        if (this.#aborted) return;
        this.#aborted = true;
        this.#reason = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
        this.dispatchEvent(new Event("abort"));
    }
    static abort(reason) {
        const signal = new AbortSignal(secret);
        signal[secret](reason);
        return signal;
    }
    static timeout(millis) {
        const signal = new AbortSignal(secret);
        setTimeout(() => signal[secret](new DOMException("The operation was aborted due to timeout", "TimeoutError")), millis).unref();
        return signal;
    }
    static any(signals) {
        const all = [...signals];
        const result = new AbortSignal(secret);
        const aborted = all.find((signal) => signal.aborted);
        if (aborted) result[secret](aborted.reason);
        else for (const signal of all) signal.addEventListener("abort", () => result[secret](signal.reason), { once: true });
        return result;
    }
    get [Symbol.toStringTag]() { return "AbortSignal"; }
}
class AbortController {
    #signal = new AbortSignal(secret);
    get signal() { return this.#signal; }
    abort(reason) { this.#signal[secret](reason); }
    get [Symbol.toStringTag]() { return "AbortController"; }
}
module.exports = { Event, CustomEvent, EventTarget, AbortSignal, AbortController };
