"use strict";
// Here so that packages load that need it for a part of what they do; no process can be started.
const { coded } = require("internal/errors");

for (const name of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]) {
    exports[name] = () => {
        throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `child_process.${name}() is not available: Triglot starts no processes`);
    };
}
