"use strict";
const host = natives.codec;
const { coded, argType } = require("internal/errors");
const { Transform } = require("stream");

const toBytes = (data, encoding) => {
    if (typeof data === "string") return Buffer.from(data, encoding ?? "utf8");
    if (data instanceof ArrayBuffer) return Buffer.from(data);
    if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    throw argType("data", "of type string or an instance of Buffer, TypedArray, or DataView", data);
};
const random = (count) => Buffer.from(new ArrayBuffer(host.random(count)));

class Digest extends Transform {
    #native;
    #done = false;
    constructor(native) {
        super();
        this.#native = native;
    }
    update(data, encoding) {
        if (this.#done) throw coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
        const bytes = toBytes(data, encoding);
        this.#native.update(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return this;
    }
    digest(encoding) {
        if (this.#done) throw coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
        this.#done = true;
        const bytes = Buffer.from(new ArrayBuffer(this.#native.digest()));
        return encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes;
    }
    _transform(chunk, encoding, callback) {
        this.update(chunk, encoding);
        callback();
    }
    _flush(callback) {
        this.push(this.digest());
        callback();
    }
}

const names = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-512"];
module.exports = {
    createHash: (algorithm) => new Digest(host.hash(String(algorithm))),
    createHmac(algorithm, key) {
        const bytes = toBytes(key);
        return new Digest(host.hmac(String(algorithm), bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
    hash: (algorithm, data, encoding = "hex") => module.exports.createHash(algorithm).update(data).digest(encoding),
    getHashes: () => [...names],
    randomBytes(count, callback) {
        if (!callback) return random(count);
        const bytes = random(count);
        setImmediate(callback, null, bytes);
        return undefined;
    },
    randomFillSync(view, offset = 0, size = view.byteLength - offset) {
        new Uint8Array(view.buffer ?? view, (view.byteOffset ?? 0) + offset, size).set(random(size));
        return view;
    },
    randomInt(min, max, callback) {
        if (max === undefined || typeof max === "function") [min, max, callback] = [0, min, max];
        // Rejects the uneven end of 48 bits, so that every number is as likely.
        const range = max - min;
        const limit = 2 ** 48 - (2 ** 48 % range);
        let value;
        do value = random(6).readUIntBE(0, 6);
        while (value >= limit);
        const result = min + (value % range);
        if (callback) setImmediate(callback, null, result);
        return callback ? undefined : result;
    },
    randomUUID() {
        const bytes = random(16);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
    timingSafeEqual(a, b) {
        const [x, y] = [toBytes(a), toBytes(b)];
        if (x.length !== y.length) throw coded(RangeError, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
        let difference = 0;
        for (let i = 0; i < x.length; i++) difference |= x[i] ^ y[i];
        return difference === 0;
    },
};
const webcrypto = {
    getRandomValues: (view) => module.exports.randomFillSync(view),
    randomUUID: module.exports.randomUUID,
    subtle: {
        async digest(algorithm, data) {
            const name = typeof algorithm === "string" ? algorithm : algorithm.name;
            const bytes = module.exports.createHash(name.replace("-", "")).update(data).digest();
            return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
        },
    },
};
module.exports.webcrypto = webcrypto;
module.exports.getRandomValues = webcrypto.getRandomValues;
module.exports.subtle = webcrypto.subtle;
