"use strict";
const host = natives.codec;
const { Transform } = require("stream");
const { coded } = require("internal/errors");
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const constants = {
    Z_NO_FLUSH: 0, Z_SYNC_FLUSH: 2, Z_FINISH: 4, Z_NO_COMPRESSION: 0, Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1,
};
const failure = (message) => coded(Error, "Z_DATA_ERROR", message, { errno: -3 });
const toBytes = (data) => (typeof data === "string" ? Buffer.from(data) : Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength));

/** Bytes of a gzip header (RFC 1952) at the start; -1 if it is not whole yet. */
function headLength(bytes) {
    if (bytes.length < 10) return -1;
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw failure("incorrect header check");
    const flags = bytes[3];
    let at = 10;
    if (flags & 4) {
        if (bytes.length < at + 2) return -1;
        at += 2 + bytes.readUInt16LE(at);
    }
    for (const bit of [8, 16]) {
        if (flags & bit) {
            const end = bytes.indexOf(0, at);
            if (end < 0) return -1;
            at = end + 1;
        }
    }
    if (flags & 2) at += 2;
    return bytes.length < at ? -1 : at;
}

/** Takes chunks, gives chunks; kind is gzip, zlib, raw or any (gzip or zlib). */
function decoder(kind) {
    let pending = Buffer.alloc(0);
    let native = null;
    let ended = false;
    let gzip = kind === "gzip";
    return {
        push(chunk) {
            if (ended) return Buffer.alloc(0);
            let bytes = Buffer.concat([pending, chunk]);
            pending = Buffer.alloc(0);
            if (!native) {
                if (kind === "any" && bytes.length > 0) gzip = bytes[0] === 0x1f;
                const length = gzip ? headLength(bytes) : 0;
                if (length < 0) {
                    pending = bytes;
                    return Buffer.alloc(0);
                }
                bytes = bytes.subarray(length);
                native = host.inflater(gzip || kind === "raw");
            }
            const out = native.push(bytes.buffer, bytes.byteOffset, bytes.byteLength);
            if (out === null) throw failure("invalid compressed data");
            const result = Buffer.from(new ArrayBuffer(out));
            const rest = native.rest();
            if (rest >= 0) {
                native.end();
                native = null;
                const behind = bytes.subarray(bytes.length - rest);
                // A gzip file may have several members; eight bytes of checksum and size end each.
                if (gzip && behind.length > 8 && behind[8] === 0x1f) return Buffer.concat([result, this.push(behind.subarray(8))]);
                ended = true;
            }
            return result;
        },
        end() {
            if (!ended) throw coded(Error, "Z_BUF_ERROR", "unexpected end of file", { errno: -5 });
            return Buffer.alloc(0);
        },
    };
}

function encoder(kind, { level = -1 } = {}) {
    const native = host.deflater(level, kind !== "zlib");
    let first = kind === "gzip";
    let crc = 0;
    let size = 0;
    const code = (bytes, finish) => {
        const out = Buffer.from(new ArrayBuffer(native.push(bytes.buffer, bytes.byteOffset, bytes.byteLength, finish)));
        const head = first ? HEAD : Buffer.alloc(0);
        first = false;
        return Buffer.concat([head, out]);
    };
    return {
        push(chunk) {
            if (kind === "gzip") {
                crc = host.crc32(crc, chunk.buffer, chunk.byteOffset, chunk.byteLength);
                size += chunk.length;
            }
            return code(chunk, false);
        },
        end() {
            const last = code(Buffer.alloc(0), true);
            if (kind !== "gzip") return last;
            const tail = Buffer.alloc(8);
            tail.writeUInt32LE(crc >>> 0, 0);
            tail.writeUInt32LE(size >>> 0, 4);
            return Buffer.concat([last, tail]);
        },
    };
}

const codecs = {
    gzip: (options) => encoder("gzip", options), gunzip: () => decoder("gzip"),
    deflate: (options) => encoder("zlib", options), inflate: () => decoder("zlib"),
    deflateRaw: (options) => encoder("raw", options), inflateRaw: () => decoder("raw"),
    unzip: () => decoder("any"),
};
module.exports = { constants, crc32: (data, value = 0) => { const b = toBytes(data); return host.crc32(value, b.buffer, b.byteOffset, b.byteLength); } };
for (const [name, make] of Object.entries(codecs)) {
    const once = (data, options) => {
        const codec = make(options);
        return Buffer.concat([codec.push(toBytes(data)), codec.end()]);
    };
    module.exports[`${name}Sync`] = once;
    module.exports[name] = (data, options, callback = options) => {
        setImmediate(() => {
            let result;
            try {
                result = once(data, typeof options === "object" ? options : {});
            } catch (error) {
                callback(error);
                return;
            }
            callback(null, result);
        });
    };
    module.exports[`create${name[0].toUpperCase()}${name.slice(1)}`] = (options) => {
        const codec = make(options);
        const emit = (stream, work, callback) => {
            try {
                const bytes = work();
                if (bytes.length > 0) stream.push(bytes);
                callback();
            } catch (error) {
                callback(error);
            }
        };
        return new Transform({
            transform(chunk, _encoding, callback) { emit(this, () => codec.push(chunk), callback); },
            flush(callback) { emit(this, () => codec.end(), callback); },
        });
    };
}
