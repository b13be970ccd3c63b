// Finds the lines of a text that mean something near a question.
//     triglot js examples/src/main/js/search.mjs FILE QUESTION [MODEL]
import { readFile } from "node:fs/promises";
import { open } from "triglot";

const [file, question, model] = process.argv.slice(2);
if (file === undefined || question === undefined) {
    console.error("usage: search.mjs FILE QUESTION [MODEL]");
    process.exit(2);
}
const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
const llm = await open(model);
try {
    const vectors = await llm.embed(lines);
    const wanted = await llm.embed(question);
    // Vectors have length 1, so their product is the cosine of the angle between them.
    const near = vectors.map((vector, i) => ({
        line: lines[i],
        score: vector.reduce((sum, number, j) => sum + number * (wanted[j] ?? 0), 0),
    }));
    near.sort((a, b) => b.score - a.score);
    for (const { line, score } of near.slice(0, 3)) console.log(score.toFixed(3), line);
} finally {
    llm.close();
}
