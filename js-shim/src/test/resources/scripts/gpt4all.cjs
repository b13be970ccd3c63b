"use strict";
// The module gpt4all, checked by a script as its users write them. MODEL is a file, HOME an empty folder.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { Readable } = require("node:stream");
const gpt4all = require("gpt4all");
const { createCompletion, createCompletionGenerator, createCompletionStream, loadModel } = gpt4all;

const { HOME, MODEL } = process.env;
const warnings = [];
console.warn = (text) => warnings.push(text);
const short = { nPredict: 6, temp: 0 };

async function main() {
    for (const name of ["DEFAULT_DIRECTORY", "DEFAULT_LIBRARIES_DIRECTORY", "DEFAULT_MODEL_CONFIG", "DEFAULT_MODEL_LIST_URL", "DEFAULT_PROMPT_CONTEXT",
        "LLModel", "InferenceModel", "EmbeddingModel", "ChatSession", "createCompletion", "createCompletionStream", "createCompletionGenerator",
        "createEmbedding", "downloadModel", "retrieveModel", "listModels", "loadModel"]) {
        assert.ok(name in gpt4all, name);
    }
    assert.equal(gpt4all.DEFAULT_DIRECTORY, path.join(HOME, ".cache/gpt4all"));
    fs.mkdirSync(gpt4all.DEFAULT_DIRECTORY, { recursive: true });
    fs.copyFileSync(MODEL, path.join(gpt4all.DEFAULT_DIRECTORY, "local.gguf"));
    await assert.rejects(loadModel("none", { allowDownload: false }), /none\.gguf does not exist/);
    await assert.rejects(loadModel("local", { allowDownload: false, type: "other" }), /Invalid model type/);

    const model = await loadModel("local", { allowDownload: false, device: "gpu", nCtx: 100_000 });
    assert.equal(warnings.length, 3); // no configuration, no GPU, and the context is shorter
    assert.equal(model.modelName, "local.gguf");
    assert.equal(model.llm.threadCount() > 0, true);
    assert.ok(model.llm.memoryNeeded() > model.llm.stateSize());
    assert.equal(model.llm.hasGpuDevice(), false);

    // Completions, streams and generators give the same
    const whole = await createCompletion(model, "Hello", short);
    assert.equal(whole.model, "local.gguf");
    assert.equal(whole.choices[0].message.role, "assistant");
    const text = whole.choices[0].message.content;
    const { usage } = whole;
    assert.equal(usage.completion_tokens, 6);
    assert.equal(usage.total_tokens, usage.prompt_tokens + 6);
    assert.equal(usage.n_past_tokens, usage.total_tokens);
    const { tokens, result } = createCompletionStream(model, "Hello", short);
    assert.ok(tokens instanceof Readable);
    let streamed = "";
    tokens.on("data", (chunk) => { streamed += chunk; });
    assert.deepEqual(await result, whole);
    await new Promise((resolve) => (tokens.readableEnded ? resolve() : tokens.on("end", resolve)));
    assert.equal(streamed, text);
    const generator = createCompletionGenerator(model, "Hello", short);
    let generated = "";
    let next = await generator.next();
    for (; !next.done; next = await generator.next()) generated += next.value;
    assert.equal(generated, text);
    assert.deepEqual(next.value, whole);

    // `temperature` is another name of `temp`, which has a default
    const hot = { nPredict: 12, topK: 0, topP: 1, temperature: 1000 };
    const several = await Promise.all([1, 2, 3].map(() => createCompletion(model, "Hello", hot)));
    assert.ok(new Set(several.map(({ choices }) => choices[0].message.content)).size > 1);

    // Callbacks
    const asked = [];
    const answered = [];
    await createCompletion(model, "Hello", { ...short, onPromptToken: (id) => { asked.push(id); }, onResponseToken: (id, piece) => { answered.push(piece); } });
    assert.equal(asked.length, usage.prompt_tokens);
    assert.equal(answered.join(""), text);
    const cut = await createCompletion(model, "Hello", { nPredict: 50, temp: 0, onResponseToken: () => false });
    assert.ok(cut.usage.completion_tokens < 50);
    const errors = [];
    console.error = (...args) => errors.push(args);
    const refused = await createCompletion(model, "Hello", { onPromptToken() { throw new Error("mine"); } });
    assert.equal(refused.choices[0].message.content, "");
    assert.equal(errors[0][1].message, "mine");

    // Stateless messages
    const messages = [{ role: "system", content: "S" }, { role: "user", content: "A" }, { role: "assistant", content: "B" }, { role: "user", content: "C" }];
    const stateless = await createCompletion(model, messages, short);
    assert.ok(stateless.usage.prompt_tokens > usage.prompt_tokens);
    assert.deepEqual(await createCompletion(model, messages, short), stateless);
    await assert.rejects(createCompletion(model, [{ role: "assistant", content: "B" }]), /final message/);
    await assert.rejects(createCompletion(model, "a", { nPast: -1 }), /nPast/);

    // Chat sessions: what was said stays in the context, an earlier place can be gone back to
    const chat = await model.createChatSession({ systemPrompt: "Be brief.", messages: messages.slice(1, 3), temp: 0, nPredict: 5 });
    assert.equal(model.activeChatSession, chat);
    const begun = chat.promptContext.nPast;
    const first = await createCompletion(chat, "One", short);
    assert.equal(chat.messages.length, 4);
    assert.equal(chat.promptContext.nPast, first.usage.n_past_tokens);
    assert.ok(first.usage.n_past_tokens > begun);
    await assert.rejects(chat.generate("Two", { nPast: 10_000 }), /cannot be greater/);
    const again = await chat.generate("One", { nPast: begun, ...short });
    assert.equal(again.text, first.choices[0].message.content);
    const history = await chat.generate([{ role: "user", content: "x" }, { role: "assistant", content: "y" }]);
    assert.equal(history.text, "");
    const other = await model.createChatSession();
    await assert.rejects(chat.generate("x"), /not active/);
    for (let i = 0; i < 6; i++) await createCompletion(other, "More and more words until nothing fits", { nPredict: 40, temp: 0 });
    assert.ok(other.promptContext.nPast <= 256);

    model.dispose();
    model.dispose();
    await assert.rejects(createCompletion(model, "Hello"), /disposed/);
    console.log("all checks passed");
}
main();
