// What a token costs through the module triglot, beside the engine's Java API, in one run.
//
//     triglot js token_cost.mjs MODEL [ROUNDS] [TOKENS]
//
// Rounds alternate, in either order, after five that warm up. The shim's share is the processor time that JavaScript's
// thread takes for a token, by the time that the engine takes for it; the generation itself runs in a thread of its own.
import { open } from "triglot";

const PROMPT = "Once upon a time";
const WARM_UP = 5;
const [model, rounds = 15, tokens = 256] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));

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
async function javaScript(session) {
    session.reset();
    const start = performance.now();
    const began = ownMillis();
    let text = "";
    for await (const piece of session.stream(PROMPT, { maxTokens: tokens, temperature: 0, repeatPenalty: 1 })) text += piece;
    const own = (ownMillis() - began) / tokens;
    return { clock: (performance.now() - start) / tokens, own, text };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const options = engine("GenerationOptions").builder().maxTokens(tokens).temperature(0).repeatPenalty(1).build();
const llm = await open(model);
const session = llm.session();
const opened = engine("LanguageModel").open(Java.type("java.nio.file.Path").of(model));
const engineSession = opened.newSession();
const measured = [];
for (let round = -WARM_UP; round < rounds; round++) {
    let inScript = round % 2 === 0 ? await javaScript(session) : null;
    const inJava = javaApi(engineSession, options);
    inScript ??= await javaScript(session);
    if (inJava.text !== inScript.text) throw new Error(`the texts differ: ${inJava.text} and ${inScript.text}`);
    console.log(`java ${inJava.clock.toFixed(3)} ms, js ${inScript.clock.toFixed(3)} ms, of them JavaScript's thread ${inScript.own.toFixed(3)} ms a token`);
    if (round >= 0) measured.push({ java: inJava.clock, clock: inScript.clock, own: inScript.own });
}
session.close();
engineSession.close();
opened.close();
llm.close();
const of = (what) => median(measured.map(what));
const percent = (ratio) => (100 * ratio).toFixed(2);
console.log(`medians: java ${of((m) => m.java).toFixed(3)}, js ${of((m) => m.clock).toFixed(3)} ms a token; of a round's ratios on the clock: ${percent(of((m) => m.clock / m.java) - 1)} %`);
console.log(`JavaScript's thread: ${of((m) => m.own).toFixed(3)} ms, ${percent(of((m) => m.own) / of((m) => m.java))} % of the engine's time for a token`);
