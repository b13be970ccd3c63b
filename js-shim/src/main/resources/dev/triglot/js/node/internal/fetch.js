"use strict";
// fetch as the standard describes it, over the JDK's HTTP client.
const { run } = require("internal/callbacks");
const { Blob } = require("buffer");
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

class Headers {
    #map = new Map();
    constructor(init) {
        if (init instanceof Headers) for (const [name, value] of init.#map) this.#map.set(name, value);
        else if (init?.[Symbol.iterator]) for (const [name, value] of init) this.append(name, value);
        else if (init) for (const name of Object.keys(init)) this.append(name, init[name]);
    }
    static #name(name) {
        if (!TOKEN.test(String(name))) throw new TypeError(`Headers: "${name}" is an invalid header name.`);
        return String(name).toLowerCase();
    }
    append(name, value) {
        const key = Headers.#name(name);
        const text = String(value).trim();
        this.#map.set(key, this.#map.has(key) ? `${this.#map.get(key)}${key === "set-cookie" ? "\n" : ", "}${text}` : text);
    }
    set(name, value) { this.#map.set(Headers.#name(name), String(value).trim()); }
    get(name) { return this.#map.get(Headers.#name(name))?.replace(/\n/g, ", ") ?? null; }
    has(name) { return this.#map.has(Headers.#name(name)); }
    delete(name) { this.#map.delete(Headers.#name(name)); }
    getSetCookie() { return this.#map.get("set-cookie")?.split("\n") ?? []; }
    forEach(callback, that) { for (const [name, value] of this) callback.call(that, value, name, this); }
    *entries() { for (const name of [...this.#map.keys()].sort()) yield [name, this.get(name)]; }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    get [Symbol.toStringTag]() { return "Headers"; }
    [Symbol.for("nodejs.util.inspect.custom")](_depth, options, inspect) {
        return `Headers ${inspect(Object.fromEntries(this), options)}`;
    }
}

class FormData {
    #entries = [];
    append(name, value, file) { this.#entries.push([String(name), value instanceof Blob ? value : String(value), file]); }
    set(name, value, file) { this.delete(name); this.append(name, value, file); }
    get(name) { return this.#entries.find(([key]) => key === name)?.[1] ?? null; }
    getAll(name) { return this.#entries.filter(([key]) => key === name).map(([, value]) => value); }
    has(name) { return this.#entries.some(([key]) => key === name); }
    delete(name) { this.#entries = this.#entries.filter(([key]) => key !== name); }
    *entries() { for (const [name, value] of this.#entries) yield [name, value]; }
    [Symbol.iterator]() { return this.entries(); }
    async _encode() {
        const boundary = `----triglot${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
        const quoted = (text) => text.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");
        const parts = [];
        for (const [name, value, file] of this.#entries) {
            const isBlob = value instanceof Blob;
            const fileName = isBlob ? `; filename="${quoted(file ?? value.name ?? "blob")}"` : "";
            parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${fileName}\r\n`
                + `${isBlob ? `Content-Type: ${value.type || "application/octet-stream"}\r\n` : ""}\r\n`));
            parts.push(isBlob ? Buffer.from(await value.arrayBuffer()) : Buffer.from(value), Buffer.from("\r\n"));
        }
        return { bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` };
    }
}

class Body {
    #body = null; // ReadableStream
    #type = null;
    #used = false;
    constructor(body) {
        if (body === null || body === undefined) return;
        if (body instanceof ReadableStream || typeof body.getReader === "function") this.#body = body;
        else if (body instanceof FormData) this.#body = ReadableStream.from((async function* () { yield (await body._encode()).bytes; })());
        else if (typeof body?.[Symbol.asyncIterator] === "function") this.#body = ReadableStream.from(body);
        else {
            const { bytes, type } = simple(body);
            this.#type = type;
            this.#body = new Blob([bytes]).stream();
        }
    }
    get _type() { return this.#type; }
    get body() { return this.#body; }
    get bodyUsed() { return this.#used; }
    async _bytes() {
        if (this.#used || this.#body?.locked) throw new TypeError("Body is unusable: Body has already been read");
        this.#used = this.#body !== null;
        const chunks = [];
        if (this.#body) {
            const reader = this.#body.getReader();
            for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(Buffer.from(part.value));
        }
        return Buffer.concat(chunks);
    }
    async arrayBuffer() {
        const bytes = await this._bytes();
        return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    }
    async bytes() { return new Uint8Array(await this.arrayBuffer()); }
    async text() { return new TextDecoder().decode(await this._bytes()); }
    async json() { return JSON.parse(await this.text()); }
    async blob() { return new Blob([await this._bytes()], { type: this.headers.get("content-type") ?? "" }); }
    async formData() {
        const data = new FormData();
        for (const [name, value] of new URLSearchParams(await this.text())) data.append(name, value);
        return data;
    }
    _tee() {
        if (this.#body === null) return null;
        const [mine, theirs] = this.#body.tee();
        this.#body = mine;
        return theirs;
    }
}

function simple(body) {
    if (body instanceof URLSearchParams) return { bytes: Buffer.from(String(body)), type: "application/x-www-form-urlencoded;charset=UTF-8" };
    if (body instanceof ArrayBuffer) return { bytes: Buffer.from(body), type: null };
    if (ArrayBuffer.isView(body)) return { bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength), type: null };
    return { bytes: Buffer.from(String(body)), type: "text/plain;charset=UTF-8" };
}

class Response extends Body {
    constructor(body = null, { status = 200, statusText = "", headers } = {}) {
        if (status !== 0 && (status < 200 || status > 599)) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
        super(body);
        this.headers = new Headers(headers);
        if (this._type && !this.headers.has("content-type")) this.headers.set("content-type", this._type);
        Object.assign(this, { status, statusText, url: "", redirected: false, type: "default" });
    }
    get ok() { return this.status >= 200 && this.status < 300; }
    clone() {
        const copy = new Response(this._tee(), this);
        return Object.assign(copy, { url: this.url, redirected: this.redirected });
    }
    static json(value, init = {}) {
        const headers = new Headers(init.headers);
        if (!headers.has("content-type")) headers.set("content-type", "application/json");
        return new Response(JSON.stringify(value), { ...init, headers });
    }
    static error() { return Object.assign(new Response(null, { status: 200 }), { status: 0, type: "error" }); }
    static redirect(url, status = 302) { return new Response(null, { status, headers: { location: String(new URL(url)) } }); }
    get [Symbol.toStringTag]() { return "Response"; }
}

class Request extends Body {
    constructor(input, init = {}) {
        const from = input instanceof Request ? input : null;
        const body = init.body ?? from?._tee() ?? null;
        super(body instanceof FormData || body === null || body === undefined ? null : body);
        this._form = body instanceof FormData ? body : null;
        this.method = String(init.method ?? from?.method ?? "GET").toUpperCase();
        if (body !== null && ["GET", "HEAD"].includes(this.method)) throw new TypeError("Request with GET/HEAD method cannot have body.");
        this.url = String(from ? from.url : new URL(input));
        this.headers = new Headers(init.headers ?? from?.headers);
        if (this._type && !this.headers.has("content-type")) this.headers.set("content-type", this._type);
        this.redirect = init.redirect ?? from?.redirect ?? "follow";
        this.signal = init.signal ?? from?.signal ?? null;
    }
    clone() { return new Request(this); }
    get [Symbol.toStringTag]() { return "Request"; }
}

async function fetch(input, init) {
    const request = new Request(input, init);
    request.signal?.throwIfAborted();
    let url = new URL(request.url);
    if (url.protocol === "data:") return dataResponse(request.url);
    if (!/^https?:$/.test(url.protocol)) throw new TypeError("fetch failed", { cause: new Error("unknown scheme") });
    let { method } = request;
    let bytes = null;
    if (request._form) {
        const encoded = await request._form._encode();
        bytes = encoded.bytes;
        request.headers.set("content-type", encoded.type);
    } else if (request.body) {
        bytes = await request._bytes();
    }
    const headers = request.headers;
    if (!headers.has("user-agent")) headers.set("user-agent", "triglot");
    if (!headers.has("accept")) headers.set("accept", "*/*");
    for (let redirects = 0; ; redirects++) {
        const { status, received, body } = await exchange(url, method, headers, bytes, request.signal);
        const location = received.get("location");
        if (![301, 302, 303, 307, 308].includes(status) || !location || request.redirect === "manual") {
            const response = new Response([204, 205, 304].includes(status) ? null : body, { status, headers: received });
            return Object.assign(response, { url: url.href, redirected: redirects > 0, type: "basic", statusText: REASONS[status] ?? "" });
        }
        if (request.redirect === "error") throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
        if (redirects === 20) throw new TypeError("fetch failed", { cause: new Error("redirect count exceeded") });
        await body.cancel();
        const next = new URL(location, url);
        if (next.origin !== url.origin) headers.delete("authorization");
        if (status === 303 || (status < 303 && method === "POST")) {
            method = "GET";
            bytes = null;
            headers.delete("content-type");
        }
        url = next;
    }
}
const REASONS = { 200: "OK", 201: "Created", 204: "No Content", 206: "Partial Content", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 416: "Range Not Satisfiable", 429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable" };

function exchange(url, method, headers, bytes, signal) {
    return new Promise((resolve, reject) => {
        let controller;
        let over = false;
        let waiting = null;
        const finish = () => {
            over = true;
            signal?.removeEventListener("abort", abort);
        };
        const fail = (error) => {
            finish();
            waiting?.();
            if (controller) controller.error(error);
            else reject(error);
        };
        const onHead = (status, flat) => run(() => {
            const received = new Headers();
            for (let i = 0; i < flat.length; i += 2) if (!flat[i].startsWith(":")) received.append(flat[i], flat[i + 1]);
            const body = new ReadableStream({
                start(c) { controller = c; },
                pull() {
                    return new Promise((done) => {
                        waiting = done;
                        native.more();
                    });
                },
                cancel() {
                    finish();
                    native.abort();
                },
            }, { highWaterMark: 0 });
            resolve({ status, received, body });
        });
        const onChunk = (chunk) => run(() => {
            if (over) return;
            if (chunk === null) {
                finish();
                controller.close();
            } else {
                controller.enqueue(new Uint8Array(new ArrayBuffer(chunk)));
            }
            waiting?.();
        });
        const onError = (code, message) => run(() => {
            if (!over) fail(new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) }));
        });
        const abort = () => {
            if (over) return;
            native.abort();
            fail(signal.reason);
        };
        let native;
        try {
            native = natives.net.send(url.href.replace(/#.*$/, ""), method, [...headers].flat(),
                bytes ? bytes.buffer : null, bytes?.byteOffset ?? 0, bytes?.byteLength ?? 0, onHead, onChunk, onError);
        } catch (error) {
            reject(new TypeError("fetch failed", { cause: error }));
            return;
        }
        signal?.addEventListener("abort", abort, { once: true });
    });
}

function dataResponse(url) {
    const [, type, base64, data] = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url) ?? [];
    if (data === undefined) throw new TypeError("fetch failed");
    const bytes = base64 ? Buffer.from(decodeURIComponent(data), "base64") : Buffer.from(decodeURIComponent(data));
    return new Response(bytes, { headers: { "content-type": type || "text/plain;charset=US-ASCII" } });
}
module.exports = { fetch, Headers, Request, Response, FormData };
