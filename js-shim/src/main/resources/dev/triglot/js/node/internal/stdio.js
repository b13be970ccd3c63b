"use strict";
const { Readable, Writable } = require("stream");
const { run } = require("internal/callbacks");
const host = natives.process;

exports.stream = (number) => {
    const stream = number === 0 ? input() : output(number);
    stream.fd = number;
    const terminal = natives.terminal;
    if (terminal?.[number]) {
        stream.isTTY = true;
        if (number > 0) {
            stream.columns = terminal.columns || 80;
            stream.rows = 24;
            stream.getWindowSize = () => [stream.columns, stream.rows];
            stream.getColorDepth = () => (process.env.NO_COLOR ? 1 : 8);
            stream.hasColors = () => !process.env.NO_COLOR;
        }
    }
    return stream;
};

function output(number) {
    const stream = new Writable({
        decodeStrings: false,
        write(chunk, encoding, callback) {
            try {
                if (typeof chunk === "string") {
                    if (encoding && !/^utf-?8$/i.test(encoding)) {
                        chunk = Buffer.from(chunk, encoding);
                    } else {
                        host.write(number, chunk);
                        callback();
                        return;
                    }
                }
                host.write(number, chunk.buffer, chunk.byteOffset, chunk.byteLength);
                callback();
            } catch (error) {
                callback(error);
            }
        },
    });
    // As in Node, the streams of the process cannot be closed.
    stream._destroy = (error, callback) => callback(error);
    stream.destroySoon = stream.destroy;
    stream._type = "fs";
    stream._isStdio = true;
    return stream;
}

function input() {
    let listening = false;
    const stream = new Readable({
        read() {
            if (!listening) {
                listening = true;
                host.listen((bytes) => run(() => {
                    stream.push(bytes === null ? null : Buffer.from(new ArrayBuffer(bytes)));
                    if (bytes !== null && stream.isPaused()) host.keepReading(false);
                }));
            }
            host.keepReading(true);
            host.more();
        },
        destroy(error, callback) {
            if (listening) host.keepReading(false);
            callback(error);
        },
    });
    stream.ref = () => { host.keepReading(true); return stream; };
    stream.unref = () => { host.keepReading(false); return stream; };
    stream.setRawMode = () => stream;
    stream.on("pause", () => { if (listening) host.keepReading(false); });
    return stream;
}
