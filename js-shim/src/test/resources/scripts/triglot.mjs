// The module triglot, checked by a script as a user would write it. MODEL is a file.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as triglot from "triglot";

const { MODEL } = process.env;
const greedy = { temperature: 0, maxTokens: 12 };
assert.equal(createRequire(import.meta.url)("triglot").open, triglot.open);
assert.equal(triglot.apiVersion, 1);
assert.ok(triglot.hasFeature("generate") && triglot.features().includes("chat"));
assert.ok(triglot.devices()[0].threads >= 1);
assert.ok(triglot.models().some((model) => model.name === triglot.defaultModel() && model.size > 0));
assert.equal(triglot.inspect(MODEL).architecture, "llama");
assert.ok(triglot.memoryEstimate(MODEL, { contextLength: 64 }).total > 0);

const llm = await triglot.open(MODEL, { threads: 1, contextLength: 128 });
assert.equal(llm.info.vocabSize, triglot.inspect(MODEL).vocabSize);
assert.ok(llm.info.hyperparameters && Array.isArray(llm.info.warnings));

// Tokens
const ids = llm.tokenize("Hello world", { addSpecial: false });
assert.ok(ids instanceof Int32Array && ids.length > 0);
assert.equal(llm.detokenize(ids), "Hello world");
assert.equal(llm.detokenize([...ids]), "Hello world");
assert.ok(llm.tokenBytes(ids[0]) instanceof Uint8Array);

// Completions and streams give the same
const whole = await llm.complete("Hello", greedy);
assert.equal(`${whole}`, whole.text);
assert.equal(whole.completionTokens, 12);
assert.equal(whole.finishReason, "length");
assert.ok(whole.tokens instanceof Int32Array && whole.tokens.length === 12);
const parts = [];
const stream = llm.stream("Hello", greedy);
for await (const piece of stream) parts.push(piece);
assert.equal(parts.join(""), whole.text);
assert.equal((await stream.result).text, whole.text);
assert.equal(await llm.stream([...llm.tokenizePrompt("Hello")], greedy).text(), whole.text);
const heard = [];
await llm.complete("Hello", { ...greedy, onToken: (text, id) => { heard.push(id); } });
assert.deepEqual(heard.filter((id) => id >= 0), [...whole.tokens]);

// Each call of a model has a context of its own
const both = await Promise.all([llm.complete("Hello", greedy), llm.complete("Hello", greedy)]);
assert.deepEqual(both.map(String), [whole.text, whole.text]);

// Leaving a loop, aborting, returning false, throwing: the model stays usable
for await (const piece of llm.stream("Hello", { maxTokens: 100 })) {
    assert.equal(typeof piece, "string");
    break;
}
const controller = new AbortController();
await assert.rejects(async () => {
    for await (const _ of llm.stream("Hello", { maxTokens: 100, signal: controller.signal })) controller.abort();
}, { name: "AbortError" });
await assert.rejects(llm.complete("Hello", { signal: AbortSignal.abort(new Error("why")) }), { message: "why" });
const stopped = await llm.complete("Hello", { maxTokens: 100, onToken: () => false });
assert.equal(stopped.finishReason, "cancelled");
const own = new RangeError("my own");
await assert.rejects(llm.complete("Hello", { onToken() { throw own; } }), (error) => error === own);
assert.equal((await llm.complete("Hello", greedy)).text, whole.text);

// Sessions
{
    const session = llm.session({ contextLength: 64 });
    assert.equal(session.contextLength, 64);
    const first = session.stream("Hello", greedy);
    assert.throws(() => session.stream("Hello", greedy), { name: "TriglotError", code: "busy" });
    assert.equal(await first.text(), whole.text);
    assert.ok(session.tokens.length > 0);
    assert.equal(session.logits(session.tokens).length, llm.info.vocabSize);
    session.reset();
    assert.equal(session.tokens.length, 0);
    assert.equal((await session.complete("Hello", greedy)).text, whole.text);
    session[Symbol.dispose]();
    assert.ok(session.closed);
    await assert.rejects(session.complete("Hello"), { code: "closed" });
}

// Embeddings
const vector = await llm.embed("Hello");
assert.ok(vector instanceof Float32Array && vector.length === llm.info.embeddingLength);
assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-4);
const vectors = await llm.embed(["Hello", "world"], { dimensionality: 16 });
assert.deepEqual(vectors.map(({ length }) => length), [16, 16]);
await assert.rejects(llm.embed("a", { signal: AbortSignal.abort() }), { name: "AbortError" });
await assert.rejects(llm.embed("a", { longTextMode: "other" }), { code: "invalid_argument", message: /truncate/ });

// Saved states
{
    const file = path.join(os.tmpdir(), `triglot-${process.pid}.state`);
    const session = llm.session();
    const continued = { maxTokens: 4, temperature: 0 };
    await session.complete("Hello", greedy);
    session.save(file);
    const bytes = session.saveBytes();
    const held = [...session.tokens];
    const other = llm.session();
    other.load(file);
    assert.deepEqual([...other.tokens], held);
    const next = await other.complete(held, continued);
    assert.ok(next.promptEvaluated <= 1);
    other.reset();
    other.loadBytes(bytes);
    assert.equal((await other.complete(held, continued)).text, next.text);
    fs.writeFileSync(file, "no state");
    assert.throws(() => other.load(file), { name: "TriglotError", code: /state/ });
    assert.throws(() => other.load("/no/such.state"), { name: "TriglotError" });
    fs.rmSync(file);
    other.close();
    session.close();
}

// Conversations
const template = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:";
await assert.rejects(async () => llm.chat().send("Hi"), { code: "template_error" });
{
    const chat = llm.chat({ system: "Be brief.", template });
    const answer = await chat.send("Hi", greedy);
    assert.deepEqual(chat.messages.map(({ role }) => role), ["system", "user", "assistant"]);
    assert.equal(chat.messages[2].content, answer.text);
    const again = await chat.regenerate(greedy);
    assert.equal(again.text, answer.text);
    let text = "";
    for await (const piece of chat.stream("More", greedy)) text += piece;
    assert.equal(chat.messages.at(-1).content, text);
    chat.messages = [{ role: "user", content: "a" }, { role: "assistant", content: "b" }];
    assert.equal(chat.messages.length, 2);
    chat.reset();
    assert.equal(chat.messages.length, 0);
    await chat[Symbol.asyncDispose]();
    assert.ok(chat.session.closed);
}
assert.match(llm.renderChat([{ role: "user", content: "Hi" }], { template }), /user: Hi\nassistant:/);

// Errors in the language's own classes, each with a code and the place in this file
const wrongOption = await llm.complete("Hello", { temprature: 1 }).catch((error) => error);
assert.ok(wrongOption instanceof TypeError && wrongOption instanceof triglot.TriglotError);
assert.equal(wrongOption.code, "invalid_argument");
assert.match(wrongOption.message, /did you mean temperature/);
assert.match(wrongOption.stack, /triglot\.mjs:\d+/);
assert.doesNotMatch(wrongOption.stack, /java|~triglot/);
const missing = await triglot.open("/no/such/model.gguf").catch((error) => error);
assert.ok(missing instanceof triglot.TriglotError && !(missing instanceof TypeError));
assert.match(missing.message, /no\/such\/model\.gguf/);
assert.match(missing.details(), /Exception|Error/);
await assert.rejects(triglot.open(5), { code: "invalid_argument" });
await assert.rejects(triglot.open(MODEL, { thread: 1 }), { code: "invalid_argument", message: /threads/ });
assert.throws(() => llm.detokenize([-5]), { code: "invalid_argument" });
assert.throws(() => llm.stream("a", { signal: 1 }), { code: "invalid_argument" });
assert.throws(() => llm.stream("a", { onToken: 1 }), { code: "invalid_argument" });

const closed = await triglot.open(MODEL, { threads: 1 });
const abandoned = closed.stream("Hello", { maxTokens: 1000 });
closed.dispose();
closed.dispose();
await assert.rejects(abandoned.result.then((result) => { throw Object.assign(new Error(), { code: result.finishReason }); }));
await assert.rejects(closed.complete("Hello"), { code: "closed" });
await llm[Symbol.asyncDispose]();
assert.ok(llm.closed);
console.log("all checks passed");
