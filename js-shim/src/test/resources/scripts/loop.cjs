"use strict";
const assert = require("assert");
const { setTimeout: sleep } = require("timers/promises");
const order = [];
setTimeout(() => order.push("timeout"), 1);
setImmediate(() => order.push("immediate"));
process.nextTick(() => order.push("tick"));
Promise.resolve().then(() => order.push("promise"));
queueMicrotask(() => order.push("microtask"));
order.push("script");

let ticks = 0;
const interval = setInterval(() => {
    if (++ticks === 3) clearInterval(interval);
}, 1);
setTimeout(() => assert.fail("an unreferenced timer kept the script alive"), 3_600_000).unref();
const cancelled = setTimeout(() => assert.fail("a cancelled timer ran"), 1);
clearTimeout(cancelled);

(async () => {
    await sleep(50);
    await new Promise((resolve) => setImmediate(resolve)); // a slow machine may have both timers due at once
    assert.deepStrictEqual(order.slice(0, 4), ["script", "tick", "promise", "microtask"]);
    assert.deepStrictEqual(order.slice(4).sort(), ["immediate", "timeout"]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    await assert.rejects(sleep(3_600_000, null, { signal: controller.signal }), { name: "AbortError" });
    const timed = AbortSignal.timeout(1);
    const event = await new Promise((resolve) => {
        timed.addEventListener("abort", resolve);
        setTimeout(() => {}, 100);
    });
    assert.strictEqual(event.target.reason.name, "TimeoutError");
    assert.strictEqual(AbortSignal.any([AbortSignal.abort(7)]).reason, 7);
})();
let revived = 0;
process.on("beforeExit", () => {
    if (revived++ === 0) setImmediate(() => order.push("revived"));
});
process.on("exit", (code) => {
    assert.strictEqual(code, 0);
    assert.strictEqual(ticks, 3);
    assert.strictEqual(order.at(-1), "revived");
    process.stdout.write("loop ended\n");
});
