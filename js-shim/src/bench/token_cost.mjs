// What a token costs through the module triglot, beside the engine's Java API, in one run.
//
//     triglot js token_cost.mjs MODEL [ROUNDS] [TOKENS]
//
// Rounds alternate. The shim's share is the processor time that JavaScript's thread takes for a token, by the time
// that the engine takes for it; the generation itself runs in a thread of its own.
import { open } from "triglot";

const PROMPT = "Once upon a time";
const [model, rounds = 5, tokens = 64] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));

const engine = (name) => Java.type(`dev.triglot.engine.${name}`);
const threads = Java.type("java.lang.management.ManagementFactory").getThreadMXBean();
const ownMillis = () => Number(threads.getCurrentThreadCpuTime()) / 1e6;

/** Milliseconds for a token. */
function javaApi(session, options) {
    session.reset();
    const start = performance.now();
    const result = session.generate(PROMPT, options, engine("TokenListener").NONE);
    return { clock: (performance.now() - start) / tokens, text: String(result.text()) };
}

/** Milliseconds for a token: on the clock, and of JavaScript's thread. */
async function javaScript(llm) {
    const session = llm.session();
    const start = performance.now();
    const began = ownMillis();
    let text = "";
    for await (const piece of session.stream(PROMPT, { maxTokens: tokens, temperature: 0, repeatPenalty: 1 })) text += piece;
    const own = (ownMillis() - began) / tokens;
    const clock = (performance.now() - start) / tokens;
    session.close();
    return { clock, own, text };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const options = engine("GenerationOptions").builder().maxTokens(tokens).temperature(0).repeatPenalty(1).build();
const llm = await open(model);
const opened = engine("LanguageModel").open(Java.type("java.nio.file.Path").of(model));
const session = opened.newSession();
const measured = { java: [], clock: [], own: [] };
for (let round = 0; round < rounds + 2; round++) {
    const inJava = javaApi(session, options);
    const inScript = await javaScript(llm);
    if (inJava.text !== inScript.text) throw new Error(`the texts differ: ${inJava.text} and ${inScript.text}`);
    console.log(`java ${inJava.clock.toFixed(3)} ms, js ${inScript.clock.toFixed(3)} ms, of them JavaScript's thread ${inScript.own.toFixed(3)} ms a token`);
    if (round < 2) continue; // the first ones warm up
    measured.java.push(inJava.clock);
    measured.clock.push(inScript.clock);
    measured.own.push(inScript.own);
}
session.close();
opened.close();
llm.close();
const [java, clock, own] = [measured.java, measured.clock, measured.own].map(median);
console.log(`medians: java ${java.toFixed(3)}, js ${clock.toFixed(3)} (${(100 * (clock / java - 1)).toFixed(1)} %)`);
console.log(`JavaScript's thread: ${own.toFixed(3)} ms, ${(100 * own / java).toFixed(2)} % of the engine's time for a token`);
