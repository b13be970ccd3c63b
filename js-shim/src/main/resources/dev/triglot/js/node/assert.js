"use strict";
const assert = require("vendor/assert");
assert.deepStrictEqual = (actual, expected, message) => check(actual, expected, message, true, true, "deepStrictEqual");
assert.notDeepStrictEqual = (actual, expected, message) => check(actual, expected, message, true, false, "notDeepStrictEqual");
assert.deepEqual = (actual, expected, message) => check(actual, expected, message, false, true, "deepEqual");
assert.notDeepEqual = (actual, expected, message) => check(actual, expected, message, false, false, "notDeepEqual");

// The package's own comparison asks the engine for what only V8 tells.
function check(actual, expected, message, strict, wanted, operator) {
    if (require("internal/equal").deepEqual(actual, expected, strict) !== wanted) {
        if (message instanceof Error) throw message;
        throw new assert.AssertionError({ actual, expected, message, operator, stackStartFn: assert[operator] });
    }
}
const strict = Object.assign((...args) => assert(...args), assert, {
    equal: assert.strictEqual,
    notEqual: assert.notStrictEqual,
    deepEqual: assert.deepStrictEqual,
    notDeepEqual: assert.notDeepStrictEqual,
});
strict.strict = strict;
assert.strict = strict;
module.exports = assert;
