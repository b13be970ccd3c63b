"use strict";
const web = require("vendor/web-streams");
exports.ReadableStream = web.ReadableStream;
for (const name of Object.keys(web)) exports[name] = web[name];
const { ReadableStream, TransformStream } = web;

if (!ReadableStream.from) {
    ReadableStream.from = (iterable) => {
        const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]();
        return new ReadableStream({
            async pull(controller) {
                const { value, done } = await iterator.next();
                if (done) controller.close();
                else controller.enqueue(value);
            },
            async cancel() { await iterator.return?.(); },
        });
    };
}
exports.TextDecoderStream = class TextDecoderStream {
    constructor(label, options) {
        const decoder = new TextDecoder(label, options);
        const { readable, writable } = new TransformStream({
            transform(chunk, controller) {
                const text = decoder.decode(chunk, { stream: true });
                if (text) controller.enqueue(text);
            },
            flush(controller) {
                const text = decoder.decode();
                if (text) controller.enqueue(text);
            },
        });
        Object.assign(this, { readable, writable, encoding: decoder.encoding });
    }
};
exports.TextEncoderStream = class TextEncoderStream {
    constructor() {
        const encoder = new TextEncoder();
        const { readable, writable } = new TransformStream({
            transform(chunk, controller) { controller.enqueue(encoder.encode(chunk)); },
        });
        Object.assign(this, { readable, writable, encoding: "utf-8" });
    }
};
