"use strict";
// As much of jest as the public suite of gpt4all needs: describe, test, hooks, expect and mocks. Runs the file that is named.
const { isDeepStrictEqual, inspect } = require("node:util");
const path = require("node:path");

const root = { name: "", tests: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
let current = root;
const suites = [];
globalThis.describe = (name, body) => {
    current = { ...root, name, tests: [], beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
    suites.push(current);
    body();
    current = root;
};
globalThis.test = globalThis.it = (name, body) => current.tests.push({ name, body });
for (const hook of ["beforeAll", "afterAll", "beforeEach", "afterEach"]) globalThis[hook] = (body) => current[hook].push(body);

function fn(implementation) {
    let answer = implementation;
    const mock = function (...args) {
        mock.mock.calls.push(args);
        return answer?.apply(this, args);
    };
    return Object.assign(mock, {
        mock: { calls: [] },
        mockImplementation(next) { answer = next; return mock; },
        mockReturnValue: (value) => mock.mockImplementation(() => value),
        mockResolvedValue: (value) => mock.mockImplementation(async () => value),
        mockClear() { mock.mock.calls = []; return mock; },
        mockReset() { answer = undefined; return mock.mockClear(); },
        mockRestore() {},
    });
}
globalThis.jest = {
    fn,
    spyOn(object, name) {
        const original = object[name];
        const spy = fn(function (...args) { return original.apply(this, args); });
        spy.mockRestore = () => { object[name] = original; };
        object[name] = spy;
        return spy;
    },
};

function fail(what, ...values) {
    throw new Error(`expected ${values.map((value) => inspect(value)).join(` ${what} `)}`);
}
const plain = (value) => JSON.parse(JSON.stringify(value)); // toEqual ignores what is undefined
const MATCHERS = {
    toBe: (actual, wanted) => Object.is(actual, wanted) || fail("to be", actual, wanted),
    toEqual: (actual, wanted) => isDeepStrictEqual(plain(actual), plain(wanted)) || fail("to equal", actual, wanted),
    toHaveBeenCalledTimes: (mock, times) => mock.mock.calls.length === times || fail("calls, not", mock.mock.calls.length, times),
    toHaveBeenCalledWith: (mock, ...args) => mock.mock.calls.some((call) => isDeepStrictEqual(call, args)) || fail("to hold", mock.mock.calls, args),
    toThrow: (error, message) => (error instanceof Error && (message === undefined || error.message.includes(message))) || fail("to be an error with", error, message),
};
function expect(actual) {
    const asPromise = (take) => Object.fromEntries(Object.entries(MATCHERS).map(([name, match]) => [name, async (...args) => match(await take(), ...args)]));
    const rejects = asPromise(() => Promise.resolve(actual).then((value) => fail("to reject, not", actual, value), (error) => error));
    const resolves = { not: { async toThrow() { await actual; } } };
    return { ...Object.fromEntries(Object.entries(MATCHERS).map(([name, match]) => [name, (...args) => match(actual, ...args)])), rejects, resolves };
}
globalThis.expect = expect;

async function all(hooks) {
    for (const hook of hooks) await hook();
}

(async () => {
    require(path.resolve(process.argv[2]));
    let failed = 0;
    for (const suite of [root, ...suites]) {
        await all(suite.beforeAll);
        for (const { name, body } of suite.tests) {
            const title = [suite.name, name].filter(Boolean).join(" > ");
            try {
                await all(suite.beforeEach);
                try {
                    await body();
                } finally {
                    await all(suite.afterEach);
                }
                console.log(`ok ${title}`);
            } catch (error) {
                failed++;
                console.log(`FAILED ${title}: ${error.stack ?? error}`);
            }
        }
        await all(suite.afterAll);
    }
    process.exitCode = failed === 0 ? 0 : 1;
})();
