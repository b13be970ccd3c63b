import assert from "node:assert/strict";
const base = process.env.BASE;
const response = await fetch(`${base}/echo?a=1`, { method: "POST", body: JSON.stringify({ x: 1 }), headers: { "X-Test": "yes" } });
assert.equal(response.status, 200);
assert.equal(response.headers.get("content-type"), "application/json");
assert.deepEqual(await response.json(), { method: "POST", path: "/echo?a=1", test: "yes", body: "{\"x\":1}" });
await assert.rejects(response.text(), TypeError);

const redirected = await fetch(`${base}/redirect`);
assert.ok(redirected.redirected && redirected.url.endsWith("/echo"));
await redirected.text();
assert.equal((await fetch(`${base}/missing`)).ok, false);

let size = 0;
for await (const chunk of (await fetch(`${base}/large`)).body) size += chunk.length;
assert.equal(size, 300_000);

const controller = new AbortController();
const endless = await fetch(`${base}/endless`, { signal: controller.signal });
setTimeout(() => controller.abort(), 20);
await assert.rejects(endless.text(), { name: "AbortError" });
await assert.rejects(fetch("http://127.0.0.1:1/"), (error) => error.cause.code === "ECONNREFUSED");
assert.equal(await (await fetch("data:text/plain;base64,aGk=")).text(), "hi");
