"use strict";
const host = natives.process;
const names = { linux: "Linux", darwin: "Darwin", win32: "Windows_NT" };
module.exports = {
    EOL: host.platform === "win32" ? "\r\n" : "\n",
    devNull: host.platform === "win32" ? "\\\\.\\nul" : "/dev/null",
    platform: () => host.platform,
    type: () => names[host.platform],
    arch: () => host.arch,
    machine: () => ({ x64: "x86_64", arm64: "aarch64" })[host.arch] ?? host.arch,
    release: () => host.release,
    version: () => `${names[host.platform]} ${host.release}`,
    endianness: () => "LE",
    hostname: () => host.hostname(),
    homedir: () => process.env.HOME ?? process.env.USERPROFILE ?? host.home,
    tmpdir: () => (process.env.TMPDIR ?? natives.files.tmpdir()).replace(/(.)[/\\]$/, "$1"),
    userInfo: () => ({ username: host.user, uid: -1, gid: -1, shell: process.env.SHELL ?? null, homedir: host.home }),
    cpus: () => Array.from({ length: host.cpus() }, () => ({ model: host.arch, speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } })),
    availableParallelism: () => host.cpus(),
    totalmem: () => host.totalMemory(),
    freemem: () => host.freeMemory(),
    loadavg: () => [Math.max(0, host.load()), 0, 0],
    uptime: () => host.nanos() / 1e9,
    networkInterfaces: () => ({}),
    getPriority: () => 0,
    setPriority() {},
    constants: { signals: { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15 }, errno: {} },
};
