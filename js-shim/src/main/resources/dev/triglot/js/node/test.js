"use strict";
// The test-worthy parts of node:test. Results are told as in Node's "spec" reporter.
const { inspect } = require("util");
const counts = { tests: 0, suites: 0, pass: 0, fail: 0, skipped: 0, todo: 0 };
const started = performance.now();
let queue = Promise.resolve();
let scheduled = false;

class Suite {
    constructor(name, parent) {
        Object.assign(this, { name, parent, depth: parent ? parent.depth + 1 : 0, entries: [] });
        this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    }
    inherited(hook) { return [...(this.parent ? this.parent.inherited(hook) : []), ...this.hooks[hook]]; }
}
const root = new Suite("", null);
root.depth = -1;
let current = root;

function parse(name, options, fn) {
    if (typeof name === "function") [fn, name] = [name, name.name];
    if (typeof name === "object") [options, fn, name] = [name, options, ""];
    if (typeof options === "function") [fn, options] = [options, {}];
    return { name: name || fn?.name || "<anonymous>", options: options ?? {}, fn: fn ?? (() => {}) };
}

function say(depth, text) { console.log("  ".repeat(Math.max(0, depth)) + text); }

async function call(fn, context) {
    if (fn.length < 2) return fn.call(context, context);
    return new Promise((resolve, reject) => fn.call(context, context, (error) => (error ? reject(error) : resolve())));
}

async function timed(work, timeout) {
    if (!Number.isFinite(timeout)) return work();
    let timer;
    try {
        return await Promise.race([work(), new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(`test timed out after ${timeout}ms`)), timeout);
        })]);
    } finally {
        clearTimeout(timer);
    }
}

class Context {
    constructor(name, suite) {
        this.name = name;
        this._suite = suite;
        this._failed = 0;
        this._after = [];
        this.mock = new Mocks();
        this.signal = new AbortController().signal;
        this.assert = require("assert");
    }
    get fullName() { return this.name; }
    diagnostic(text) { say(this._suite.depth + 1, `ℹ ${text}`); }
    skip(message) { this._skip = message ?? true; }
    todo(message) { this._todo = message ?? true; }
    after(fn) { this._after.push(fn); }
    plan() {}
    async test(...args) {
        const { name, options, fn } = parse(...args);
        if (!(await runTest({ name, options, fn }, this._suite))) this._failed += 1;
    }
}

async function runTest({ name, options, fn }, suite) {
    counts.tests += 1;
    const depth = suite.depth + 1;
    if (options.skip) {
        counts.skipped += 1;
        say(depth, `﹣ ${name} # SKIP`);
        return true;
    }
    const child = new Suite(name, suite);
    const context = new Context(name, child);
    const begin = performance.now();
    let error = null;
    try {
        for (const hook of suite.inherited("beforeEach")) await call(hook, context);
        await timed(() => call(fn, context), options.timeout ?? Infinity);
        if (context._failed > 0) throw new Error(`${context._failed} subtest${context._failed > 1 ? "s" : ""} failed`);
    } catch (thrown) {
        error = thrown ?? new Error("rejected with nothing");
    }
    for (const hook of [...context._after, ...suite.inherited("afterEach")]) {
        try {
            await call(hook, context);
        } catch (thrown) {
            error ??= thrown;
        }
    }
    context.mock.restoreAll();
    const millis = `(${(performance.now() - begin).toFixed(3)}ms)`;
    if (context._skip) {
        counts.skipped += 1;
        say(depth, `﹣ ${name} ${millis} # SKIP`);
    } else if (error && (options.todo || context._todo)) {
        counts.todo += 1;
        say(depth, `⚠ ${name} ${millis} # TODO`);
    } else if (error) {
        counts.fail += 1;
        process.exitCode = 1;
        say(depth, `✖ ${name} ${millis}`);
        say(depth + 1, inspect(error).replace(/\n/g, `\n${"  ".repeat(depth + 1)}`));
        return false;
    } else {
        counts.pass += 1;
        say(depth, `✔ ${name} ${millis}`);
    }
    return true;
}

async function runSuite(suite, options) {
    counts.suites += 1;
    say(suite.depth, `▶ ${suite.name}`);
    if (options.skip) {
        say(suite.depth, `﹣ ${suite.name} # SKIP`);
        return;
    }
    try {
        for (const hook of suite.hooks.before) await call(hook, {});
        await runEntries(suite);
        for (const hook of suite.hooks.after) await call(hook, {});
    } catch (error) {
        counts.fail += 1;
        process.exitCode = 1;
        say(suite.depth, `✖ ${suite.name}\n${inspect(error)}`);
    }
}

async function runEntries(suite) {
    const only = suite.entries.some((entry) => entry.options.only);
    for (const entry of suite.entries.splice(0)) {
        if (only && !entry.options.only) continue;
        if (entry.suite) await runSuite(entry.suite, entry.options);
        else await runTest(entry, suite);
        entry.done?.();
    }
}

function schedule() {
    if (scheduled) return;
    scheduled = true;
    queue = new Promise((resolve) => setImmediate(resolve)).then(async () => {
        try {
            for (const hook of root.hooks.before.splice(0)) await call(hook, {});
            while (root.entries.length > 0) await runEntries(root);
            for (const hook of root.hooks.after.splice(0)) await call(hook, {});
        } finally {
            scheduled = false;
        }
        if (root.entries.length > 0) schedule();
    });
}
process.once("exit", () => {
    for (const [name, count] of Object.entries(counts)) say(0, `ℹ ${name} ${count}`);
    say(0, `ℹ duration_ms ${(performance.now() - started).toFixed(3)}`);
});

function test(...args) {
    const entry = parse(...args);
    return new Promise((done) => {
        current.entries.push({ ...entry, done });
        schedule();
    });
}
function describe(...args) {
    const { name, options, fn } = parse(...args);
    const suite = new Suite(name, current);
    const outer = current;
    outer.entries.push({ suite, options, name });
    current = suite;
    try {
        const result = fn.call(suite, suite);
        if (typeof result?.then === "function") result.then(undefined, (error) => { process.exitCode = 1; console.error(error); });
    } finally {
        current = outer;
    }
    schedule();
}
for (const base of [test, describe]) {
    for (const option of ["skip", "todo", "only"]) {
        base[option] = (...args) => {
            const { name, options, fn } = parse(...args);
            return base(name, { ...options, [option]: true }, fn);
        };
    }
}

class Mocks {
    #restores = [];
    fn(original = () => {}, implementation = original) {
        const calls = [];
        let now = implementation;
        const once = new Map();
        const mocked = function (...args) {
            const call = { arguments: args, this: this, target: new.target, result: undefined, error: undefined, stack: new Error() };
            try {
                const work = once.get(calls.length) ?? now;
                once.delete(calls.length);
                call.result = new.target ? Reflect.construct(work, args, new.target) : work.apply(this, args);
                return call.result;
            } catch (error) {
                call.error = error;
                throw error;
            } finally {
                calls.push(call);
            }
        };
        mocked.mock = {
            get calls() { return [...calls]; },
            callCount: () => calls.length,
            resetCalls: () => { calls.length = 0; },
            mockImplementation: (work) => { now = work; },
            mockImplementationOnce: (work, at = calls.length) => { once.set(at, work); },
            restore: () => { now = original; },
        };
        return mocked;
    }
    method(object, name, implementation) {
        const own = Object.getOwnPropertyDescriptor(object, name);
        const original = object[name];
        const mocked = this.fn(original, implementation ?? original);
        Object.defineProperty(object, name, { configurable: true, enumerable: own?.enumerable ?? true, writable: true, value: mocked });
        const restore = () => (own ? Object.defineProperty(object, name, own) : delete object[name]);
        mocked.mock.restore = restore;
        this.#restores.push(restore);
        return mocked;
    }
    restoreAll() { for (const restore of this.#restores.splice(0)) restore(); }
    reset() { this.restoreAll(); }
}

module.exports = Object.assign(test, {
    test, it: test, describe, suite: describe,
    before: (fn) => current.hooks.before.push(fn),
    after: (fn) => current.hooks.after.push(fn),
    beforeEach: (fn) => current.hooks.beforeEach.push(fn),
    afterEach: (fn) => current.hooks.afterEach.push(fn),
    mock: new Mocks(),
});
Object.defineProperty(module.exports, "default", { enumerable: false, value: test });
