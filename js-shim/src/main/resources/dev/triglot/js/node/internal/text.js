"use strict";
// The engine's TextDecoder knows the encodings of Unicode; Node's also knows latin1.
const Native = natives.TextDecoder;
const LATIN1 = new Set(["latin1", "iso-8859-1", "iso8859-1", "ascii", "us-ascii", "windows-1252", "l1", "cp1252"]);
const WINDOWS = "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

function TextDecoder(label = "utf-8", options) {
    if (LATIN1.has(String(label).toLowerCase().trim())) {
        return { encoding: "windows-1252", fatal: options?.fatal === true, ignoreBOM: false, decode };
    }
    return new Native(label, options);
}
function decode(input = new Uint8Array()) {
    const bytes = ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    return Array.from(bytes, (byte) => (byte >= 0x80 && byte < 0xa0 ? WINDOWS[byte - 0x80] : String.fromCharCode(byte))).join("");
}
TextDecoder.prototype = Native.prototype;
exports.TextDecoder = TextDecoder;
