import assert from "node:assert/strict";
assert.deepEqual(process.argv.slice(2), ["first", "--second"]);
assert.ok(process.argv[1].endsWith("process.mjs"));
assert.equal(process.env.TRIGLOT_TEST, "yes");
process.env.NUMBER = 1;
assert.equal(process.env.NUMBER, "1");
assert.equal(typeof process.memoryUsage().heapUsed, "number");
assert.ok(process.hrtime.bigint() > 0n);
let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
assert.equal(input, "line one\nline two\n");
process.on("SIGINT", (name) => {
    process.stdout.write(`got ${name}\n`);
    process.exit(7);
});
process.kill(process.pid, "SIGINT");
try {
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
} finally {
    process.stdout.write("not reached\n");
}
