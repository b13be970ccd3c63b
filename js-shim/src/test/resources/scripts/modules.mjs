import assert from "node:assert/strict";
import { createRequire, isBuiltin } from "node:module";
import * as dual from "dual";
import deep, { extra } from "@scope/deep";
import data from "./data.json" with { type: "json" };
import { count } from "./esm-syntax.js";

const require = createRequire(import.meta.url);
assert.deepEqual({ ...dual }, { inner: "inner", kind: "import", selfKind: "self" });
assert.equal(require("dual").kind, "require");
assert.equal((await import("dual/sub/self")).kind, "self");
await assert.rejects(import("dual/hidden"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
assert.equal(deep(), "deep");
assert.equal(extra, 1);
assert.equal(deep, require("@scope/deep"));
assert.deepEqual(data, { answer: 42 });
assert.deepEqual(require("./data.json"), data);
assert.equal(count, 1);
assert.equal(require("./esm-syntax.js").count, 1);
assert.equal(require("./cycle-a.cjs").b.a.early, true);

// What is not there fails as in Node.
await assert.rejects(import("no-such-package"), { code: "ERR_MODULE_NOT_FOUND" });
await assert.rejects(import("./no-such-file.mjs"), { code: "ERR_MODULE_NOT_FOUND" });
await assert.rejects(import("node:http"), { code: "ERR_UNKNOWN_BUILTIN_MODULE" });
await assert.rejects(import("./throws.cjs"), { message: "thrown while loading" });
assert.throws(() => require("no-such-package"), { code: "MODULE_NOT_FOUND" });
assert.throws(() => require("http"), { code: "ERR_UNKNOWN_BUILTIN_MODULE" });
assert.throws(() => require("./syntax-error.cjs"), SyntaxError);

assert.ok(isBuiltin("node:fs") && isBuiltin("fs/promises") && !isBuiltin("test") && isBuiltin("node:test"));
assert.equal(require("fs"), require("node:fs"));
assert.equal((await import("node:fs")).default, require("fs"));
assert.ok(import.meta.url.endsWith("/modules.mjs"));
assert.ok(import.meta.filename.startsWith(import.meta.dirname));
assert.equal(import.meta.main, true);
assert.ok(import.meta.resolve("dual").endsWith("node_modules/dual/index.mjs"));
await assert.rejects(import("./imports-missing.mjs"), { code: "ERR_MODULE_NOT_FOUND", message: /'no-such-package'/ });
assert.throws(() => require("child_process").spawn("ls"), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
