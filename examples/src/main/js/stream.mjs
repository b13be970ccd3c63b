// Streams an answer, and stops it after ten seconds.
//     triglot js examples/src/main/js/stream.mjs "Why is the sky blue?" [MODEL]
import { open } from "triglot";

const [question = "Why is the sky blue?", model] = process.argv.slice(2);
const llm = await open(model);
try {
    const answer = llm.chat().stream(question, { maxTokens: 200, signal: AbortSignal.timeout(10_000) });
    for await (const piece of answer) process.stdout.write(piece);
    const { completionTokens, finishReason } = await answer.result;
    console.log(`\n(${completionTokens} tokens, ${finishReason})`);
} catch (error) {
    if (!(error instanceof Error) || error.name !== "TimeoutError") throw error;
    console.log("\n(took too long)");
} finally {
    llm.close();
}
