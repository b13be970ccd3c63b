"use strict";
// ES modules for require(): those without await at top level are there at once.
let kept;
exports.keep = (namespace) => { kept = namespace; };
exports.load = (filename) => {
    kept = undefined;
    natives.modules.evaluateModule(filename);
    const namespace = kept;
    kept = undefined;
    if (namespace === undefined) {
        throw Object.assign(new Error(`require() cannot be used on an ES module with top-level await: ${filename}`), {
            code: "ERR_REQUIRE_ASYNC_MODULE",
        });
    }
    return namespace;
};
