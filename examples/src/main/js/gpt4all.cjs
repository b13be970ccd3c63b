// A program for the package gpt4all, which runs as it is.
//     triglot js examples/src/main/js/gpt4all.cjs FOLDER FILE
const { createCompletion, createCompletionStream, loadModel } = require("gpt4all");

async function main() {
    const [modelPath, file] = process.argv.slice(2);
    if (modelPath === undefined || file === undefined) throw new Error("usage: gpt4all.cjs FOLDER FILE");
    const model = await loadModel(file, { modelPath, allowDownload: false });
    const chat = await model.createChatSession({ temperature: 0.8, nPredict: 40 });
    const first = await createCompletion(chat, "What is a triglot?");
    console.log(first.choices[0]?.message.content);
    const { tokens, result } = createCompletionStream(chat, "Say it in other words.");
    tokens.pipe(process.stdout);
    const { usage } = await result;
    console.log(`\n${usage.n_past_tokens} tokens in the context`);
    model.dispose();
}
main();
