// Bundles npm packages into the resources of the JavaScript runtime, one file each, with their licences.
//
// Run it after changing a version in package.json, and commit what it writes:
//     npm ci --ignore-scripts && npm run bundle
// The Maven build uses the committed files only: it needs neither Node nor a network.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const OUT = "../src/main/resources/dev/triglot/js/vendor";

// Modules of the runtime itself: bundles ask for them with require() when they run.
const RUNTIME = ["assert", "buffer", "events", "string_decoder", "stream", "util", "url", "process", "querystring"];

// bundle -> what it exports
const BUNDLES = {
    buffer: 'module.exports = require("buffer/index.js")',
    events: 'module.exports = require("events/events.js")',
    path: 'module.exports = require("path-browserify")',
    punycode: 'module.exports = require("punycode/punycode.js")',
    querystring: 'module.exports = require("querystring-es3/index.js")',
    string_decoder: 'module.exports = require("string_decoder/lib/string_decoder.js")',
    stream: 'module.exports = require("readable-stream/lib/ours/index.js")',
    inspect: 'module.exports = require("node-inspect-extracted")',
    parseargs: 'module.exports = require("@pkgjs/parseargs")',
    assert: 'module.exports = require("assert/build/assert.js")',
    url: 'module.exports = require("url/url.js")',
    "whatwg-url": 'module.exports = require("whatwg-url")',
    "web-streams": 'module.exports = require("web-streams-polyfill")',
};

// Polyfills for what every JavaScript engine of today has, and tables that the JDK has too.
const REPLACED = {
    "safe-buffer": 'module.exports = require("buffer")',
    "abort-controller": "module.exports = { AbortController, AbortSignal }",
    "process/": 'module.exports = require("process")',
    "string_decoder/": 'module.exports = require("string_decoder")',
    "util/": 'module.exports = require("util")',
    "punycode/": 'module.exports = require("punycode/punycode.js")',
    qs: 'module.exports = require("querystring")',
    tr46: 'module.exports = { toASCII: require("internal/idn").toAscii }',
    "object-is/polyfill": "module.exports = () => Object.is",
    "object.assign/polyfill": "module.exports = () => Object.assign",
    "is-nan": "module.exports = Number.isNaN",
    "call-bind/callBound":
        "module.exports = (name) => Function.prototype.call.bind(name.split('.').reduce((o, k) => o[k], globalThis))",
};

const replace = {
    name: "replace",
    setup(bundler) {
        bundler.onResolve({ filter: /.*/ }, ({ path, importer }) => {
            if (importer && Object.hasOwn(REPLACED, path)) return { path, namespace: "replaced" };
            if (RUNTIME.includes(path) || path === "internal/idn") return { path, external: true };
            return null;
        });
        bundler.onLoad({ filter: /.*/, namespace: "replaced" }, ({ path }) => ({
            contents: REPLACED[path],
            resolveDir: process.cwd(),
        }));
    },
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const bundled = new Set();
for (const [name, contents] of Object.entries(BUNDLES)) {
    const result = await build({
        stdin: { contents, resolveDir: process.cwd(), sourcefile: `${name}.js` },
        outfile: join(OUT, `${name}.js`),
        bundle: true,
        format: "cjs",
        platform: "neutral",
        mainFields: ["main"],
        conditions: ["require", "node"],
        target: "es2022",
        minifySyntax: true,
        minifyWhitespace: true,
        legalComments: "none",
        metafile: true,
        plugins: [replace],
    });
    for (const input of Object.keys(result.metafile.inputs)) {
        const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
        if (match) bundled.add(match[1]);
    }
}

const notices = [...bundled].sort().map((name) => {
    const folder = join("node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version} (${license ?? "MIT"})\n\n${text}\n`;
});
writeFileSync(join(OUT, "LICENSES.txt"), notices.join(`\n${"-".repeat(78)}\n\n`));
