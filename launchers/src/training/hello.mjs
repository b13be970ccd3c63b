// What the launcher runs once, so that the JVM remembers the classes of a start.
import path from "node:path";
import * as triglot from "triglot";

console.log("hello", path.basename(process.argv[1]), triglot.version, { models: 3 });
await new Promise((resolve) => setTimeout(resolve, 1));
