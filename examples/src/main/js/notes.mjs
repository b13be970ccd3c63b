#!/usr/bin/env -S triglot js
// A notebook at the command line: keeps notes, finds them by meaning, and answers questions from them.
//
//     notes.mjs add "The key is under the blue pot"
//     notes.mjs import diary.txt            one note per paragraph
//     notes.mjs list
//     notes.mjs find "where is the key?"
//     notes.mjs ask "where is the key?"
//     notes.mjs talk                        asks, and remembers what was said
//
// Options: --model NAME_OR_FILE  --folder FOLDER  --top COUNT  --seed NUMBER  --max-tokens COUNT  --quiet
import { createHash } from "node:crypto";
import { EventEmitter } from "node:events";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { parseArgs } from "node:util";
import { open, TriglotError } from "triglot";

/** @typedef {{ id: string, text: string, added: string, vector: string }} Note */
/** @typedef {import("triglot").Model} Model */

const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        model: { type: "string" },
        folder: { type: "string", default: path.join(os.homedir(), ".notes") },
        top: { type: "string", default: "3" },
        seed: { type: "string" },
        "max-tokens": { type: "string", default: "120" },
        quiet: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
    },
});

const events = new EventEmitter();
if (!options.quiet) events.on("status", (text) => console.error(`# ${text}`));

/** Vectors are kept as base64: a fifth of what numbers in JSON take. @param {Float32Array} vector */
const packed = (vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");

/** @param {string} text */
function unpacked(text) {
    const bytes = Buffer.from(text, "base64");
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

class Notes {
    /** @type {Map<string, Note>} */
    #notes = new Map();
    #file;
    #changed = false;

    /** @param {string} folder */
    constructor(folder) {
        this.#file = path.join(folder, "notes.json");
    }

    async read() {
        try {
            const list = /** @type {Note[]} */ (JSON.parse(await fs.readFile(this.#file, "utf8")));
            for (const note of list) this.#notes.set(note.id, note);
        } catch (error) {
            if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
        }
        return this;
    }

    async write() {
        if (!this.#changed) return;
        await fs.mkdir(path.dirname(this.#file), { recursive: true });
        const temporary = `${this.#file}.${process.pid}`;
        await fs.writeFile(temporary, JSON.stringify([...this.#notes.values()], null, 1));
        await fs.rename(temporary, this.#file);
    }

    get all() {
        return [...this.#notes.values()].sort((a, b) => a.added.localeCompare(b.added));
    }

    /** Adds what is not there yet. @param {Model} llm @param {string[]} texts */
    async add(llm, texts) {
        const fresh = new Map(texts.map((text) => [createHash("sha256").update(text).digest("hex").slice(0, 12), text]));
        for (const id of fresh.keys()) if (this.#notes.has(id)) fresh.delete(id);
        if (fresh.size === 0) return 0;
        events.emit("status", `reading ${fresh.size} notes`);
        const vectors = await llm.embed([...fresh.values()]);
        let i = 0;
        for (const [id, text] of fresh) {
            const vector = vectors[i++];
            if (vector) this.#notes.set(id, { id, text, added: new Date().toISOString(), vector: packed(vector) });
        }
        this.#changed = true;
        return fresh.size;
    }

    /** @param {Model} llm @param {string} question @param {number} count */
    async find(llm, question, count) {
        const wanted = await llm.embed(question);
        return this.all
            .map((note) => {
                const vector = unpacked(note.vector);
                if (vector.length !== wanted.length) throw new Error("these notes were made with another model: use another --folder");
                return { note, score: vector.reduce((sum, number, j) => sum + number * (wanted[j] ?? 0), 0) };
            })
            .sort((a, b) => b.score - a.score)
            .slice(0, count);
    }
}

/** @param {string} question @param {{ note: Note }[]} found */
const prompted = (question, found) => `Notes:\n${found.map(({ note }) => `- ${note.text}`).join("\n")}\n\nQuestion: ${question}\nAnswer in one sentence.`;

/** Writes an answer as it comes; Ctrl-C ends the answer, not the program. @param {import("triglot").Stream} stream */
async function show(stream) {
    const stop = () => stream.cancel();
    process.once("SIGINT", stop);
    try {
        for await (const piece of stream) process.stdout.write(piece);
        process.stdout.write("\n");
        return await stream.result;
    } finally {
        process.removeListener("SIGINT", stop);
    }
}

const generation = {
    maxTokens: Number(options["max-tokens"]),
    temperature: 0.3,
    ...(options.seed === undefined ? {} : { seed: Number(options.seed) }),
};
const top = Number(options.top);

/** @type {Record<string, (notes: Notes, llm: Model, words: string[]) => Promise<void>>} */
const COMMANDS = {
    async add(notes, llm, words) {
        if (words.length === 0) throw new Error("add what?");
        console.log(`${await notes.add(llm, [words.join(" ")])} added`);
    },

    async import(notes, llm, [file]) {
        if (file === undefined) throw new Error("import which file?");
        const text = await fs.readFile(file, "utf8");
        const paragraphs = text.split(/\n\s*\n/).map((paragraph) => paragraph.trim().replace(/\s+/g, " ")).filter(Boolean);
        console.log(`${await notes.add(llm, paragraphs)} of ${paragraphs.length} added`);
    },

    async list(notes) {
        for (const { id, text, added } of notes.all) console.log(id, added.slice(0, 10), text.length > 60 ? `${text.slice(0, 57)}...` : text);
    },

    async find(notes, llm, words) {
        for (const { note, score } of await notes.find(llm, words.join(" "), top)) console.log(score.toFixed(3), note.text);
    },

    async ask(notes, llm, words) {
        const question = words.join(" ");
        const chat = llm.chat();
        const { completionTokens, completionMillis } = await show(chat.stream(prompted(question, await notes.find(llm, question, top)), generation));
        events.emit("status", `${completionTokens} tokens, ${(completionTokens / completionMillis * 1000).toFixed(1)} a second`);
    },

    async talk(notes, llm) {
        const chat = llm.chat();
        const lines = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: "? " });
        lines.prompt();
        for await (const line of lines) {
            if (line.trim() === "") break;
            await show(chat.stream(prompted(line, await notes.find(llm, line, top)), generation));
            lines.prompt();
        }
        lines.close();
        if (chat.forgotten > 0) events.emit("status", `${chat.forgotten} turns no longer fit into the model's context`);
    },
};

async function main() {
    const [name, ...words] = positionals;
    const command = name === undefined ? undefined : COMMANDS[name];
    if (options.help || command === undefined) {
        console.error(`usage: notes.mjs ${Object.keys(COMMANDS).join("|")} ...`);
        process.exitCode = options.help ? 0 : 2;
        return;
    }
    const notes = await new Notes(options.folder).read();
    events.emit("status", `${notes.all.length} notes`);
    const llm = await open(options.model, {
        onProgress: ({ phase, done, total }) => { events.emit("status", `${phase} ${total > 0 ? Math.round(100 * done / total) : 0} %`); },
    });
    try {
        await command(notes, llm, words);
        await notes.write();
    } finally {
        llm.close();
    }
}

try {
    await main();
} catch (error) {
    console.error(error instanceof TriglotError ? `${error.code}: ${error.message}` : error);
    process.exitCode = 1;
}
