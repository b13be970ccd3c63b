"use strict";
const host = natives.process;
const { plain, written } = require("console")._lines;

const format = (args) =>
    plain(args) ?? require("util").formatWithOptions({ colors: process.stdout.isTTY === true }, ...args);

class Console {
    #out;
    #err;
    #indent = "";
    #counts = new Map();
    #timers = new Map();

    constructor(out, err) {
        if (out && !out.write) ({ stdout: out, stderr: err } = out);
        this.#out = out ? (text) => out.write(text) : (text) => written(1, text);
        this.#err = out ? (text) => (err ?? out).write(text) : (text) => written(2, text);
        // Methods are often passed on without their object.
        for (const name of Object.getOwnPropertyNames(Console.prototype)) {
            if (name !== "constructor") {
                Object.defineProperty(this, name, {
                    configurable: true, enumerable: true, writable: true, value: this[name].bind(this),
                });
            }
        }
    }

    #line(write, args) {
        const text = format(args);
        write(`${this.#indent ? text.replace(/^/gm, this.#indent) : text}\n`);
    }

    log(...args) { this.#line(this.#out, args); }
    info(...args) { this.#line(this.#out, args); }
    debug(...args) { this.#line(this.#out, args); }
    error(...args) { this.#line(this.#err, args); }
    warn(...args) { this.#line(this.#err, args); }
    trace(...args) {
        const text = args.length > 0 ? `Trace: ${format(args)}` : "Trace";
        this.#line(this.#err, [`${text}\n${new Error().stack.split("\n").slice(2).join("\n")}`]);
    }
    dir(value, options) {
        this.#line(this.#out, [require("util").inspect(value, { customInspect: false, ...options })]);
    }
    dirxml(...args) { this.log(...args); }
    assert(condition, ...args) {
        if (!condition) {
            if (typeof args[0] === "string") args[0] = `Assertion failed: ${args[0]}`;
            else args.unshift("Assertion failed");
            this.warn(...args);
        }
    }
    group(...args) {
        if (args.length > 0) this.log(...args);
        this.#indent += "  ";
    }
    groupCollapsed(...args) { this.group(...args); }
    groupEnd() { this.#indent = this.#indent.slice(2); }
    count(label = "default") {
        const count = (this.#counts.get(label) ?? 0) + 1;
        this.#counts.set(label, count);
        this.log(`${label}: ${count}`);
    }
    countReset(label = "default") { this.#counts.delete(label); }
    time(label = "default") { this.#timers.set(label, host.nanos()); }
    timeLog(label = "default", ...args) {
        const started = this.#timers.get(label);
        if (started === undefined) {
            process.emitWarning(`No such label '${label}' for console.timeLog()`);
            return;
        }
        const millis = (host.nanos() - started) / 1e6;
        const shown = millis >= 1000 ? `${(millis / 1000).toFixed(3)}s` : `${Number(millis.toPrecision(5))}ms`;
        this.log(`${label}: ${shown}`, ...args);
    }
    timeEnd(label = "default") {
        this.timeLog(label);
        this.#timers.delete(label);
    }
    table(rows) {
        if (rows === null || typeof rows !== "object") {
            this.log(rows);
            return;
        }
        const { inspect, getStringWidth } = require("util");
        const head = ["(index)"];
        const lines = Object.entries(rows).map(([index, row]) => {
            const line = { "(index)": index };
            const fields = row !== null && typeof row === "object" ? Object.entries(row) : [["Values", row]];
            for (const [name, value] of fields) {
                if (!head.includes(name)) head.push(name);
                line[name] = inspect(value, { depth: 0 });
            }
            return line;
        });
        const widths = head.map((name) =>
            2 + Math.max(getStringWidth(name), ...lines.map((line) => getStringWidth(line[name] ?? ""))));
        const row = (cells) => `│${cells.map((cell, i) => ` ${cell}${" ".repeat(widths[i] - 1 - getStringWidth(cell))}`).join("│")}│`;
        const rule = (left, middle, right) => left + widths.map((width) => "─".repeat(width)).join(middle) + right;
        this.log([
            rule("┌", "┬", "┐"),
            row(head),
            rule("├", "┼", "┤"),
            ...lines.map((line) => row(head.map((name) => line[name] ?? ""))),
            rule("└", "┴", "┘"),
        ].join("\n"));
    }
}

module.exports = Console;
