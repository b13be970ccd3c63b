"use strict";
const buffer = require("vendor/buffer");
const { Buffer } = buffer;
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

// base64url and what newer versions of Node have beyond the package.
const { isEncoding, from, byteLength } = Buffer;
const plain = (text) => text.replace(/-/g, "+").replace(/_/g, "/");
const isUrl = (encoding) => typeof encoding === "string" && encoding.toLowerCase() === "base64url";
Buffer.isEncoding = (encoding) => isUrl(encoding) || isEncoding(encoding);
Buffer.from = function (value, encoding, length) {
    if (isUrl(encoding) && typeof value === "string") return from(plain(value), "base64");
    return from(value, encoding, length);
};
Buffer.byteLength = (value, encoding) => (isUrl(encoding) ? Buffer.from(value, encoding).length : byteLength(value, encoding));
Buffer.copyBytesFrom = (view, offset = 0, length = view.length - offset) => {
    const part = view.subarray(offset, offset + length);
    return Buffer.from(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
};
const { toString, write } = Buffer.prototype;
const decoder = new TextDecoder();
Buffer.prototype.toString = function (encoding, start = 0, end = this.length) {
    if (isUrl(encoding)) {
        return toString.call(this, "base64", start, end).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    }
    if (encoding === undefined || encoding === "utf8" || encoding === "utf-8") {
        const from_ = Math.max(0, start | 0);
        const part = this.subarray(from_, Math.max(from_, end));
        // The decoder would drop a byte order mark, which Node keeps.
        if (part.length > 64 && !(part[0] === 0xef && part[1] === 0xbb)) return decoder.decode(part);
    }
    if (encoding === "hex") {
        let out = "";
        for (let i = Math.max(0, start); i < Math.min(end, this.length); i++) out += HEX[this[i]];
        return out;
    }
    return toString.call(this, encoding, start, end);
};
Buffer.prototype.toLocaleString = Buffer.prototype.toString;
Buffer.prototype.write = function (text, ...rest) {
    const encoding = rest.at(-1);
    return isUrl(encoding)
        ? write.call(this, plain(text), ...rest.slice(0, -1), "base64") : write.call(this, text, ...rest);
};
const inspect = Symbol.for("nodejs.util.inspect.custom");
Buffer.prototype[inspect] = function () {
    const shown = Array.from(this.subarray(0, 50), (byte) => HEX[byte]).join(" ");
    const more = this.length > 50 ? ` ... ${this.length - 50} more byte${this.length > 51 ? "s" : ""}` : "";
    return `<Buffer${shown ? " " : ""}${shown}${more}>`;
};

class Blob {
    #bytes;
    constructor(parts = [], { type = "" } = {}) {
        this.#bytes = Buffer.concat(Array.from(parts, (part) => {
            if (part instanceof Blob) return part.#bytes;
            if (part instanceof ArrayBuffer) return Buffer.from(part);
            if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
            return Buffer.from(String(part));
        }));
        this.type = String(type).toLowerCase();
    }
    get size() { return this.#bytes.length; }
    async arrayBuffer() { return new Uint8Array(this.#bytes).buffer; }
    async bytes() { return new Uint8Array(this.#bytes); }
    async text() { return new TextDecoder().decode(this.#bytes); }
    slice(start, end, type) {
        const part = new Blob([], { type });
        part.#bytes = this.#bytes.subarray(...[start, end].filter((bound) => bound !== undefined));
        return part;
    }
    stream() {
        const bytes = this.#bytes;
        return new ReadableStream({
            start(controller) {
                if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
                controller.close();
            },
        });
    }
    get [Symbol.toStringTag]() { return "Blob"; }
}
class File extends Blob {
    constructor(parts, name, options = {}) {
        super(parts, options);
        this.name = String(name);
        this.lastModified = options.lastModified ?? Date.now();
    }
    get [Symbol.toStringTag]() { return "File"; }
}

module.exports = {
    ...buffer,
    Blob,
    File,
    constants: { MAX_LENGTH: buffer.kMaxLength, MAX_STRING_LENGTH: 0x1fffffe8 },
    atob: (text) => {
        const clean = String(text).replace(/[\t\n\f\r ]/g, "");
        if (/[^A-Za-z0-9+/=]/.test(clean) || clean.replace(/=+$/, "").length % 4 === 1) {
            throw new DOMException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
        }
        return Buffer.from(clean, "base64").toString("latin1");
    },
    btoa: (text) => {
        if (/[^\0-\xff]/.test(String(text))) throw new DOMException("Invalid character", "InvalidCharacterError");
        return Buffer.from(String(text), "latin1").toString("base64");
    },
    isUtf8: (bytes) => {
        try {
            new TextDecoder("utf-8", { fatal: true }).decode(bytes);
            return true;
        } catch {
            return false;
        }
    },
    isAscii: (bytes) => bytes.every((byte) => byte < 128),
    transcode: (bytes, from_, to) => Buffer.from(Buffer.from(bytes).toString(from_), to),
};
