import assert from "node:assert/strict";
import { createHash, createHmac, randomInt, randomUUID } from "node:crypto";
import { EventEmitter, on, once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format, inspect, parseArgs, promisify } from "node:util";
import zlib from "node:zlib";

// Files
const folder = await fs.promises.mkdtemp(path.join(os.tmpdir(), "triglot-"));
const file = path.join(folder, "a", "b", "text.txt");
await fs.promises.mkdir(path.dirname(file), { recursive: true });
await fs.promises.writeFile(file, "one\n");
fs.appendFileSync(file, "two é\n");
assert.equal(fs.readFileSync(file, "utf8"), "one\ntwo é\n");
assert.deepEqual(await fs.promises.readdir(folder, { recursive: true }), ["a", "a/b", "a/b/text.txt"]);
assert.ok((await fs.promises.stat(file)).isFile());
assert.equal(fs.statSync(path.join(folder, "none"), { throwIfNoEntry: false }), undefined);
assert.throws(() => fs.readFileSync(path.join(folder, "none")), { code: "ENOENT", syscall: "open", errno: -2 });
assert.throws(() => fs.rmdirSync(folder), { code: "ENOTEMPTY" });
assert.throws(() => fs.mkdirSync(folder), { code: "EEXIST" });
await assert.rejects(fs.promises.unlink(path.join(folder, "a")), { code: "EPERM" });
assert.throws(() => fs.readFileSync(42.5 > 0 ? {} : ""), { code: "ERR_INVALID_ARG_TYPE" });
assert.equal(await promisify(fs.readFile)(file, "latin1"), "one\ntwo Ã©\n");
const lines = [];
for await (const line of readline.createInterface({ input: fs.createReadStream(file, { highWaterMark: 3 }) })) lines.push(line);
assert.deepEqual(lines, ["one", "two é"]);
await using_(await fs.promises.open(file, "r+"), async (handle) => {
    await handle.write(Buffer.from("ONE"), 0, 3, 0);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(3), 0, 3, 0);
    assert.equal(`${bytesRead} ${buffer}`, "3 ONE");
});
async function using_(resource, work) {
    try {
        await work(resource);
    } finally {
        await resource[Symbol.asyncDispose]();
    }
}

// Streams and compression
const upper = new Transform({ transform: (chunk, _, done) => done(null, chunk.toString().toUpperCase()) });
await pipeline(fs.createReadStream(file), upper, zlib.createGzip(), fs.createWriteStream(`${file}.gz`));
const collected = [];
await pipeline(fs.createReadStream(`${file}.gz`, { highWaterMark: 5 }), zlib.createGunzip(),
    new Writable({ write: (chunk, _, done) => { collected.push(chunk); done(); } }));
assert.equal(Buffer.concat(collected).toString(), "ONE\nTWO É\n");
assert.throws(() => zlib.gunzipSync(Buffer.from("not compressed")), { code: "Z_DATA_ERROR" });
assert.throws(() => zlib.gunzipSync(fs.readFileSync(`${file}.gz`).subarray(0, 20)), { code: "Z_BUF_ERROR" });
const failing = new Readable({ read() { this.destroy(new Error("broken")); } });
await assert.rejects(pipeline(failing, new Writable({ write: (_c, _e, done) => done() })), { message: "broken" });
assert.deepEqual(await Readable.fromWeb(new Blob(["web"]).stream()).toArray(), [Buffer.from("web")]);
fs.rmSync(folder, { recursive: true });
assert.equal(fs.existsSync(folder), false);

// Text and bytes
assert.equal(Buffer.from("aGk_", "base64url").toString("base64url"), "aGk_");
assert.equal(Buffer.from("héllo").toString("hex"), "68c3a96c6c6f");
assert.equal(new StringDecoder("utf8").write(Buffer.from([0xe2, 0x82])), "");
assert.equal(new TextDecoder("latin1").decode(Uint8Array.of(0xe9, 0x80)), "é€");
assert.equal(new TextDecoder().decode(new TextEncoder().encode("€")), "€");
assert.equal(createHash("sha256").update("abc").digest("hex").slice(0, 16), "ba7816bf8f01cfea");
assert.equal(createHmac("sha1", "key").update("data").digest("hex"), "104152c5bfdca07bc633eebd46199f0255c9f49d");
assert.match(randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
assert.ok(randomInt(5) < 5);
assert.equal(format("%s is %d and %j", "x", 42, { a: 1 }), "x is 42 and {\"a\":1}");
assert.equal(inspect({ a: [1n, new Map([[1, { b: Symbol("s") }]])] }), "{ a: [ 1n, Map(1) { 1 => [Object] } ] }");
assert.deepEqual({ ...parseArgs({ args: ["-v", "x"], options: { verbose: { type: "boolean", short: "v" } }, allowPositionals: true }).values }, { verbose: true });

// URLs, events, clones
const url = new URL("https://exämple.com:8080/a b?q=1#x");
assert.equal(url.href, "https://xn--exmple-cua.com:8080/a%20b?q=1#x");
assert.throws(() => new URL("no url"), { code: "ERR_INVALID_URL" });
assert.equal(fileURLToPath(pathToFileURL("/a b/ü#")), "/a b/ü#");
const emitter = new EventEmitter();
setImmediate(() => emitter.emit("one", 1));
assert.deepEqual(await once(emitter, "one"), [1]);
setImmediate(() => [1, 2].forEach((n) => emitter.emit("many", n)));
const many = [];
for await (const [n] of on(emitter, "many")) {
    many.push(n);
    if (n === 2) break;
}
assert.deepEqual(many, [1, 2]);
assert.throws(() => emitter.emit("error", new Error("nobody listens")), { message: "nobody listens" });
const original = { date: new Date(0), set: new Set([1]), bytes: Uint8Array.of(1, 2) };
original.self = original;
const clone = structuredClone(original);
assert.equal(clone.self, clone);
assert.deepEqual(clone.bytes, original.bytes);
assert.notEqual(clone.bytes.buffer, original.bytes.buffer);
assert.throws(() => structuredClone(() => {}), { name: "DataCloneError" });
