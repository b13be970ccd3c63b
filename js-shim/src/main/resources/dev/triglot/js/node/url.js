"use strict";
const { URL, URLSearchParams } = require("vendor/whatwg-url");
const legacy = require("vendor/url");
const { coded, argType } = require("internal/errors");
const inspect = Symbol.for("nodejs.util.inspect.custom");

class NodeURL extends URL {
    constructor(...args) {
        try {
            super(...args);
        } catch (error) {
            throw coded(TypeError, "ERR_INVALID_URL", "Invalid URL", { input: String(args[0]), base: args[1] });
        }
    }
    static createObjectURL() { throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "createObjectURL is not implemented"); }
    static canParse(...args) {
        try {
            return Boolean(new URL(...args));
        } catch {
            return false;
        }
    }
    static parse(...args) { return NodeURL.canParse(...args) ? new NodeURL(...args) : null; }
    [inspect](_depth, options) {
        const { href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash } = this;
        return `URL ${require("util").inspect({ href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash }, options)}`;
    }
}
Object.defineProperty(NodeURL, "name", { value: "URL" });
URLSearchParams.prototype[inspect] = function (_depth, options) {
    const pairs = [...this].map(([name, value]) => `${require("util").inspect(name, options)} => ${require("util").inspect(value, options)}`);
    return pairs.length > 0 ? `URLSearchParams { ${pairs.join(", ")} }` : "URLSearchParams {}";
};

module.exports = {
    ...legacy,
    URL: NodeURL,
    URLSearchParams,
    fileURLToPath(value) {
        const url = typeof value === "string" ? new NodeURL(value) : value;
        if (!url || typeof url.href !== "string") throw argType("path", "of type string or an instance of URL", value);
        if (url.protocol !== "file:") throw coded(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
        if (/%2f/i.test(url.pathname)) throw coded(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters");
        const file = decodeURIComponent(url.pathname);
        return process.platform === "win32" ? file.slice(1).replace(/\//g, "\\") : file;
    },
    pathToFileURL(file) {
        const full = require("path").resolve(file) + (/[/]$/.test(file) && file !== "/" ? "/" : "");
        const url = new NodeURL("file:///");
        url.pathname = full.replace(/%/g, "%25").replace(/\\/g, "%5C").replace(/\n/g, "%0A").replace(/\r/g, "%0D").replace(/\t/g, "%09").replace(/\?/g, "%3F").replace(/#/g, "%23");
        return url;
    },
    domainToASCII: (domain) => natives.codec.toAscii(domain) ?? "",
    domainToUnicode: (domain) => require("vendor/punycode").toUnicode(domain),
    urlToHttpOptions: ({ protocol, hostname, hash, search, pathname, href, port }) => ({
        protocol, hostname, hash, search, pathname, path: `${pathname}${search}`, href, ...(port ? { port: Number(port) } : {}),
    }),
};
