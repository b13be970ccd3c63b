"use strict";
const { nextTick, run } = require("internal/callbacks");
const host = natives.process;

// An EventEmitter from the moment that somebody listens; until then nothing is to be told to anybody.
const process = Object.create({
    emit: () => false,
    listenerCount: () => 0,
    listeners: () => [],
    eventNames: () => [],
});
for (const name of ["addListener", "getMaxListeners", "off", "on", "once", "prependListener", "prependOnceListener", "rawListeners",
    "removeAllListeners", "removeListener", "setMaxListeners"]) {
    Object.getPrototypeOf(process)[name] = (...args) => {
        require("events");
        return process[name](...args);
    };
}
natives.eventsLoaded = (EventEmitter) => {
    Object.setPrototypeOf(process, EventEmitter.prototype);
    EventEmitter.call(process);
    process.setMaxListeners(0);
    // A signal that nobody listens to ends the process at once, whatever the script does.
    process.on("newListener", (name) => {
        if (Object.hasOwn(SIGNALS, name)) host.listening(name, true);
    });
    process.on("removeListener", (name) => {
        if (Object.hasOwn(SIGNALS, name) && process.listenerCount(name) === 0) host.listening(name, false);
    });
};
Object.defineProperty(process, Symbol.toStringTag, { configurable: true, value: "process" });

const SIGNALS = {
    SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15,
};
let cwd = natives.cwd;
let exiting = false;

// Values of the environment are text, as in Node.
process._environment = (variables) => {
    const target = {};
    for (const name of Object.keys(variables)) target[name] = variables[name];
    return new Proxy(target, {
        set(object, name, value) {
            object[name] = String(value);
            return true;
        },
    });
};

Object.assign(process, {
    title: "triglot",
    version: "v22.12.0",
    versions: { node: "22.12.0", graaljs: globalThis.Graal?.versionGraalVM ?? "", java: host.javaVersion },
    release: { name: "node" },
    platform: host.platform,
    arch: host.arch,
    pid: host.pid,
    ppid: 0,
    execPath: "triglot",
    execArgv: [],
    argv: natives.argv ?? ["triglot"],
    mainModule: natives.mainModule,
    argv0: "triglot",
    exitCode: undefined,
    features: {},
    config: { variables: {} },
    nextTick,
    cwd: () => cwd,
    chdir(folder) {
        const path = require("path");
        const next = natives.files.realpath(path.resolve(cwd, String(folder)));
        cwd = next;
    },
    exit(code) {
        if (code !== undefined) process.exitCode = code;
        if (!exiting) {
            exiting = true;
            process.emit("exit", Number(process.exitCode ?? 0));
        }
        natives.exit(Number(process.exitCode ?? 0));
    },
    reallyExit: (code) => natives.exit(code ?? 0),
    abort: () => natives.exit(134),
    kill(pid, signal = "SIGTERM") {
        const name = typeof signal === "number"
            ? Object.keys(SIGNALS).find((key) => SIGNALS[key] === signal) : signal;
        if (signal === 0) return true;
        if (!Object.hasOwn(SIGNALS, name)) {
            throw Object.assign(new TypeError(`Unknown signal: ${signal}`), { code: "ERR_UNKNOWN_SIGNAL" });
        }
        if (pid !== process.pid) {
            throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", syscall: "kill" });
        }
        natives.loop.immediate(() => {
            if (!run(() => process.emit(name, name, SIGNALS[name]))) natives.exit(128 + SIGNALS[name]);
        });
        return true;
    },
    hrtime: Object.assign((previous) => {
        const now = host.nanos();
        const time = [Math.floor(now / 1e9), now % 1e9];
        if (!previous) return time;
        let seconds = time[0] - previous[0];
        let nanos = time[1] - previous[1];
        if (nanos < 0) {
            seconds -= 1;
            nanos += 1e9;
        }
        return [seconds, nanos];
    }, { bigint: () => BigInt(Math.round(host.nanos())) }),
    uptime: () => host.nanos() / 1e9,
    memoryUsage: Object.assign(() => {
        const [rss, heapTotal, heapUsed, external] = host.memory();
        return { rss, heapTotal, heapUsed, external, arrayBuffers: 0 };
    }, { rss: () => host.memory()[0] }),
    cpuUsage: () => ({ user: Math.round(host.cpu() / 1000), system: 0 }),
    resourceUsage: () => ({ userCPUTime: Math.round(host.cpu() / 1000), systemCPUTime: 0, maxRSS: 0 }),
    umask: () => 0o22,
    getuid: () => 0,
    geteuid: () => 0,
    getgid: () => 0,
    binding() {
        throw Object.assign(new Error("process.binding is not supported"), { code: "ERR_INVALID_MODULE" });
    },
    emitWarning(warning, options) {
        const type = typeof options === "string" ? options : options?.type;
        const error = warning instanceof Error ? warning : Object.assign(new Error(String(warning)), { name: type ?? "Warning" });
        nextTick(() => {
            if (!process.emit("warning", error)) {
                host.write(2, `(triglot:${process.pid}) ${error.name}: ${error.message}\n`);
            }
        });
    },
});

let env = null;
Object.defineProperty(process, "env", {
    configurable: true,
    enumerable: true,
    get: () => (env ??= process._environment(natives.environment)),
    set(variables) { env = variables; },
});
for (const [number, name] of [[0, "stdin"], [1, "stdout"], [2, "stderr"]]) {
    Object.defineProperty(process, name, {
        configurable: true,
        enumerable: true,
        get() {
            const value = require("internal/stdio").stream(number);
            Object.defineProperty(process, name, { configurable: true, enumerable: true, writable: true, value });
            return value;
        },
    });
}

natives.loadedProcess = process;
if (natives.EventEmitter) natives.eventsLoaded(natives.EventEmitter);
module.exports = process;
