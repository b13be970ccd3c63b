"use strict";
const EventEmitter = require("events");
const { StringDecoder } = require("string_decoder");
const { abort, coded } = require("internal/errors");

class Interface extends EventEmitter {
    #decoder = new StringDecoder("utf8");
    #rest = "";
    #carriage = false;
    #question = null;
    #prompt;
    #paused = false;

    constructor(input, output, completer, terminal) {
        super();
        const options = input?.input || input?.output !== undefined ? input : { input, output, completer, terminal };
        this.input = options.input;
        this.output = options.output;
        this.terminal = options.terminal ?? this.output?.isTTY === true;
        this.#prompt = options.prompt ?? "> ";
        this.line = "";
        this.closed = false;
        this.history = [];
        this._data = (chunk) => this.#take(typeof chunk === "string" ? chunk : this.#decoder.write(chunk));
        this._end = () => {
            this.#take(this.#decoder.end());
            if (this.#rest !== "") this.#line(this.#rest);
            this.#rest = "";
            this.close();
        };
        this._error = (error) => this.emit("error", error);
        this.input.on("data", this._data);
        this.input.on("end", this._end);
        this.input.on("error", this._error);
        this._interrupt = () => {
            if (this.listenerCount("SIGINT") > 0) this.emit("SIGINT");
            else this.close();
        };
        if (this.terminal) process.on("SIGINT", this._interrupt);
        options.signal?.addEventListener("abort", () => this.close(), { once: true });
        this.input.resume();
    }

    #take(text) {
        if (this.#carriage && text.startsWith("\n")) text = text.slice(1);
        this.#carriage = text.endsWith("\r");
        const lines = (this.#rest + text).split(/\r\n|\n|\r|\u2028|\u2029/);
        this.#rest = lines.pop();
        for (const line of lines) this.#line(line);
    }

    #line(line) {
        if (this.closed) return;
        const asked = this.#question;
        if (asked) {
            this.#question = null;
            asked(line);
        } else {
            this.emit("line", line);
        }
    }

    getPrompt() { return this.#prompt; }
    setPrompt(prompt) { this.#prompt = String(prompt); }
    prompt() {
        if (this.#paused) this.resume();
        this.output?.write(this.#prompt);
    }
    question(query, options, callback = options) {
        if (this.closed) throw coded(Error, "ERR_USE_AFTER_CLOSE", "readline was closed");
        if (typeof callback !== "function") return;
        this.output?.write(String(query));
        this.#question = callback;
        options?.signal?.addEventListener?.("abort", () => { if (this.#question === callback) this.#question = null; }, { once: true });
        if (this.#paused) this.resume();
    }
    write(data) {
        if (data) this.#take(String(data));
    }
    pause() {
        if (!this.#paused) {
            this.#paused = true;
            this.input.pause();
            this.emit("pause");
        }
        return this;
    }
    resume() {
        if (this.#paused) {
            this.#paused = false;
            this.input.resume();
            this.emit("resume");
        }
        return this;
    }
    close() {
        if (this.closed) return;
        this.pause();
        this.closed = true;
        this.input.removeListener("data", this._data);
        this.input.removeListener("end", this._end);
        process.removeListener("SIGINT", this._interrupt);
        this.emit("close");
    }
    [Symbol.dispose]() { this.close(); }
    getCursorPos() { return { rows: 0, cols: 0 }; }

    [Symbol.asyncIterator]() {
        const lines = EventEmitter.on(this, "line", { close: ["close"] });
        return {
            next: async () => {
                const { value, done } = await lines.next();
                return done ? { value: undefined, done } : { value: value[0], done };
            },
            return: () => {
                this.close();
                return lines.return();
            },
            [Symbol.asyncIterator]() { return this; },
        };
    }
}
Interface.prototype.question[Symbol.for("nodejs.util.promisify.custom")] = function (query, options) {
    return new Promise((resolve, reject) => {
        options?.signal?.addEventListener("abort", () => reject(abort(options.signal)), { once: true });
        Interface.prototype.question.call(this, query, options ?? {}, resolve);
    });
};

const write = (stream, text, callback) => stream?.write(text, callback) ?? true;
module.exports = {
    Interface,
    createInterface: (...args) => new Interface(...args),
    clearLine: (stream, direction, callback) => write(stream, direction < 0 ? "\u001b[1K" : direction > 0 ? "\u001b[0K" : "\u001b[2K", callback),
    clearScreenDown: (stream, callback) => write(stream, "\u001b[0J", callback),
    cursorTo: (stream, x, y, callback) => write(stream, typeof y === "number" ? `\u001b[${y + 1};${x + 1}H` : `\u001b[${x + 1}G`, callback ?? (typeof y === "function" ? y : undefined)),
    moveCursor: (stream, dx, dy, callback) => write(stream, (dx > 0 ? `\u001b[${dx}C` : dx < 0 ? `\u001b[${-dx}D` : "") + (dy > 0 ? `\u001b[${dy}B` : dy < 0 ? `\u001b[${-dy}A` : ""), callback),
    emitKeypressEvents() {},
    get promises() { return require("readline/promises"); },
};
