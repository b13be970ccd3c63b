// What a program of somebody else may do: use the model that it was given, and nothing besides.
//     triglot js --sandbox --model story=FILE --timeout 60 examples/src/main/js/sandboxed.mjs
import { readFileSync } from "node:fs";
import { open, TriglotError } from "triglot";

const llm = await open("story");
console.log((await llm.complete("Once upon a time", { maxTokens: 30 })).text.length > 0 ? "it writes" : "it is silent");
try {
    readFileSync("/etc/passwd");
} catch (error) {
    console.log("no files:", error instanceof Error ? error.message : error);
}
try {
    await open("/etc/passwd");
} catch (error) {
    console.log("no other models:", error instanceof TriglotError ? error.code : error);
}
llm.close();
