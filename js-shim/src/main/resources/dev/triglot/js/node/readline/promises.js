"use strict";
const readline = require("readline");
const { abort } = require("internal/errors");
class Interface extends readline.Interface {
    question(query, options = {}) {
        return new Promise((resolve, reject) => {
            if (options.signal?.aborted) return reject(abort(options.signal));
            options.signal?.addEventListener("abort", () => reject(abort(options.signal)), { once: true });
            const closed = () => reject(Object.assign(new Error("Aborted with Ctrl+D or the end of the input"), { name: "AbortError", code: "ABORT_ERR" }));
            this.once("close", closed);
            try {
                super.question(query, options, (answer) => {
                    this.removeListener("close", closed);
                    resolve(answer);
                });
            } catch (error) {
                reject(error);
            }
        });
    }
}
module.exports = { Interface, createInterface: (...args) => new Interface(...args) };
