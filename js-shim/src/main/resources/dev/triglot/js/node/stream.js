"use strict";
const stream = require("vendor/stream");
const { Readable, Writable, Duplex } = stream;

// The package leaves the bridges to web streams to its host.
Readable.fromWeb = (web, options) => {
    const reader = web.getReader();
    return new Readable({
        ...options,
        read() {
            reader.read().then(
                ({ value, done }) => this.push(done ? null : typeof value === "string" ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)),
                (error) => this.destroy(error));
        },
        destroy(error, callback) {
            Promise.resolve(reader.cancel(error)).then(() => callback(error), () => callback(error));
        },
    });
};
Readable.toWeb = (readable) => {
    const iterator = readable[Symbol.asyncIterator]();
    return new ReadableStream({
        async pull(controller) {
            const { value, done } = await iterator.next();
            if (done) controller.close();
            else controller.enqueue(typeof value === "string" ? value : new Uint8Array(value));
        },
        async cancel(reason) {
            readable.destroy(reason instanceof Error ? reason : undefined);
        },
    });
};
Writable.toWeb = (writable) => new WritableStream({
    write: (chunk) => new Promise((resolve, reject) => writable.write(chunk, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise((resolve) => writable.end(resolve)),
    abort: (reason) => { writable.destroy(reason); },
});
Writable.fromWeb = (web, options) => {
    const writer = web.getWriter();
    return new Writable({
        ...options,
        write(chunk, _encoding, callback) { writer.write(chunk).then(() => callback(), callback); },
        final(callback) { writer.close().then(() => callback(), callback); },
    });
};
Duplex.fromWeb = ({ readable, writable }, options) => Duplex.from({
    readable: Readable.fromWeb(readable, options), writable: Writable.fromWeb(writable, options),
});
module.exports = stream;
