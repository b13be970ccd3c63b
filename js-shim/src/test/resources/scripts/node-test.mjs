import assert from "node:assert";
import test, { after, beforeEach, describe, it, mock } from "node:test";
const seen = [];
test("passes", async (t) => {
    await t.test("inner", () => seen.push("inner"));
    const object = { f: () => 1 };
    t.mock.method(object, "f", () => 2);
    assert.strictEqual(object.f(), 2);
    assert.strictEqual(object.f.mock.callCount(), 1);
});
describe("suite", () => {
    beforeEach(() => seen.push("before"));
    it("runs", () => seen.push("runs"));
    it.skip("is skipped", () => assert.fail());
});
test("fails", { skip: process.argv[2] !== "fail" }, () => assert.strictEqual(1, 2));
test("calls back", (t, done) => setImmediate(done));
after(() => {
    const f = mock.fn((x) => x + 1);
    assert.strictEqual(f(1), 2);
    console.log(seen.join());
});
