"use strict";
const host = natives.files;
const pathModule = require("path");
const { argType, argValue, coded, abort } = require("internal/errors");
const { run } = require("internal/callbacks");

const constants = {
    F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4,
    O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024,
    S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o040000, S_IFLNK: 0o120000,
};

function toPath(value, name = "path") {
    if (typeof value === "string") {
        if (value.includes("\0")) throw argValue(name, value, "must be a string without null bytes");
        return pathModule.resolve(process.cwd(), value);
    }
    if (value instanceof Uint8Array) return toPath(Buffer.from(value).toString(), name);
    if (value !== null && typeof value === "object" && typeof value.href === "string") return require("url").fileURLToPath(value);
    throw argType(name, "of type string or an instance of Buffer or URL", value);
}

const optionsOf = (options, defaults = {}) => ({
    ...defaults, ...(typeof options === "string" ? { encoding: options } : options),
});

const encoded = (bytes, encoding) => (encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes);

function toBytes(data, encoding = "utf8") {
    if (typeof data === "string") return Buffer.from(data, encoding);
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    throw argType("data", "of type string or an instance of Buffer, TypedArray, or DataView", data);
}

function flagsOf(flags = "r") {
    if (typeof flags === "number") {
        const write = flags & 3;
        if (flags & constants.O_APPEND) return write === 2 ? "a+" : "a";
        if (flags & constants.O_TRUNC) return write === 2 ? "w+" : "w";
        return write === 0 ? "r" : "r+";
    }
    return String(flags).replace("s", "");
}

/** Calls the host, and lets errors name the file as the script did. */
class Stats {
    constructor(stat) {
        for (const name of ["dev", "ino", "mode", "nlink", "uid", "gid", "size", "atimeMs", "mtimeMs", "ctimeMs", "birthtimeMs"]) {
            this[name] = stat[name];
        }
        this.rdev = 0;
        this.blksize = 4096;
        this.blocks = Math.ceil(stat.size / 512);
        for (const name of ["atime", "mtime", "ctime", "birthtime"]) this[name] = new Date(stat[`${name}Ms`]);
        Object.defineProperty(this, "_type", { value: stat.type });
    }
    isFile() { return this._type === constants.S_IFREG; }
    isDirectory() { return this._type === constants.S_IFDIR; }
    isSymbolicLink() { return this._type === constants.S_IFLNK; }
    isFIFO() { return this._type === 0o010000; }
    isSocket() { return false; }
    isBlockDevice() { return false; }
    isCharacterDevice() { return false; }
}
class Dirent {
    constructor(parentPath, name) {
        Object.assign(this, { name, parentPath, path: parentPath });
        Object.defineProperty(this, "_stat", { value: fs.lstatSync(pathModule.join(parentPath, name)) });
    }
}
for (const name of ["isFile", "isDirectory", "isSymbolicLink", "isFIFO", "isSocket", "isBlockDevice", "isCharacterDevice"]) {
    Dirent.prototype[name] = function () { return this._stat[name](); };
}

const sync = {
    stat(file, { throwIfNoEntry = true } = {}) {
        try {
            return new Stats(host.stat(toPath(file)));
        } catch (error) {
            if (!throwIfNoEntry && error.code === "ENOENT") return undefined;
            throw error;
        }
    },
    lstat(file, { throwIfNoEntry = true } = {}) {
        try {
            return new Stats(host.lstat(toPath(file)));
        } catch (error) {
            if (!throwIfNoEntry && error.code === "ENOENT") return undefined;
            throw error;
        }
    },
    fstat: (fd) => new Stats(host.fstat(fd)),
    access(file, mode = 0) { host.access(toPath(file), mode); },
    realpath: (file) => host.realpath(toPath(file)),
    open: (file, flags = "r") => host.open(toPath(file), flagsOf(flags)),
    close(fd) { host.close(fd); },
    read(fd, buffer, offset, length, position) {
        if (offset !== null && typeof offset === "object") ({ offset, length, position } = offset);
        offset ??= 0;
        length ??= buffer.byteLength - offset;
        if (fd === 0) throw coded(Error, "EAGAIN", "EAGAIN: read from stdin with readFileSync(0) or process.stdin");
        const bytes = new Uint8Array(new ArrayBuffer(host.read(fd, length, position === -1 ? null : position ?? null)));
        new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(bytes, offset);
        return bytes.length;
    },
    write(fd, data, offset, length, position) {
        const isText = typeof data === "string";
        if (offset !== null && typeof offset === "object") ({ offset, length, position } = offset);
        const bytes = isText ? toBytes(data, length) : toBytes(data);
        const from = isText ? 0 : offset ?? 0;
        const count = isText ? bytes.length : length ?? bytes.length - from;
        const at = isText ? offset : position;
        if (fd === 1 || fd === 2) natives.process.write(fd, bytes.buffer, bytes.byteOffset + from, count);
        else host.write(fd, bytes.buffer, bytes.byteOffset + from, count, typeof at === "number" ? at : null);
        return count;
    },
    ftruncate(fd, length = 0) { host.ftruncate(fd, length); },
    truncate(file, length = 0) { withFile(file, "r+", (fd) => host.ftruncate(fd, length)); },
    fsync() {},
    fdatasync() {},
    readFile(file, options) {
        const { encoding, flag } = optionsOf(options);
        if (file === 0) return encoded(Buffer.from(new ArrayBuffer(natives.process.readAll())), encoding);
        return encoded(withFile(file, flag ?? "r", readAll), encoding);
    },
    writeFile(file, data, options) {
        const { encoding, flag = "w", mode } = optionsOf(options);
        const bytes = toBytes(data, encoding ?? "utf8");
        withFile(file, flag, (fd) => sync.write(fd, bytes, 0, bytes.length, null));
        if (mode !== undefined && typeof file !== "number") sync.chmod(file, mode);
    },
    appendFile: (file, data, options) => sync.writeFile(file, data, { flag: "a", ...optionsOf(options) }),
    readdir(folder, options) {
        const { withFileTypes, recursive, encoding } = optionsOf(options);
        const root = toPath(folder);
        const found = [];
        const visit = (prefix) => {
            for (const name of host.readdir(pathModule.join(root, prefix))) {
                const relative = pathModule.join(prefix, name);
                found.push(withFileTypes ? new Dirent(pathModule.join(root, prefix), name) : encoding === "buffer" ? Buffer.from(relative) : relative);
                if (recursive && sync.lstat(pathModule.join(root, relative)).isDirectory()) visit(relative);
            }
        };
        visit("");
        return found;
    },
    mkdir(folder, options) {
        const { recursive } = typeof options === "number" ? {} : options ?? {};
        const full = toPath(folder);
        if (!recursive) {
            host.mkdir(full);
            return undefined;
        }
        let first;
        const make = (path) => {
            const stat = sync.stat(path, { throwIfNoEntry: false });
            if (stat?.isDirectory()) return;
            if (stat) throw coded(Error, "EEXIST", `EEXIST: file already exists, mkdir '${path}'`, { syscall: "mkdir", path, errno: -17 });
            make(pathModule.dirname(path));
            host.mkdir(path);
            first ??= path;
        };
        make(full);
        return first;
    },
    mkdtemp(prefix) {
        for (;;) {
            const name = `${prefix}${Math.random().toString(36).slice(2, 8).padEnd(6, "0")}`;
            try {
                host.mkdir(toPath(name));
                return name;
            } catch (error) {
                if (error.code !== "EEXIST") throw error;
            }
        }
    },
    rmdir(folder, options) {
        if (options?.recursive) sync.rm(folder, { recursive: true });
        else if (!sync.lstat(folder).isDirectory()) throw coded(Error, "ENOTDIR", `ENOTDIR: not a directory, rmdir '${folder}'`, { syscall: "rmdir" });
        else host.remove(toPath(folder));
    },
    unlink(file) {
        const full = toPath(file);
        if (new Stats(host.lstat(full)).isDirectory()) throw coded(Error, "EPERM", `EPERM: operation not permitted, unlink '${full}'`, { syscall: "unlink", path: full, errno: -1 });
        host.remove(full);
    },
    rm(file, { recursive = false, force = false } = {}) {
        const full = toPath(file);
        const stat = sync.lstat(full, { throwIfNoEntry: !force });
        if (!stat) return;
        if (stat.isDirectory()) {
            if (!recursive) throw coded(Error, "ERR_FS_EISDIR", `Path is a directory: rm returned EISDIR (is a directory) ${full}`, { syscall: "rm", path: full });
            for (const name of host.readdir(full)) sync.rm(pathModule.join(full, name), { recursive, force });
        }
        host.remove(full);
    },
    rename(from, to) { host.rename(toPath(from), toPath(to)); },
    copyFile(from, to, mode = 0) { host.copy(toPath(from), toPath(to), (mode & constants.COPYFILE_EXCL) !== 0); },
    cp(from, to, options = {}) {
        const [source, target] = [toPath(from), toPath(to)];
        if (options.filter && !options.filter(source, target)) return;
        if (sync.stat(source).isDirectory()) {
            if (!options.recursive) throw coded(Error, "ERR_FS_EISDIR", `Recursive option not enabled, cannot copy a directory: ${source}`);
            sync.mkdir(target, { recursive: true });
            for (const name of host.readdir(source)) sync.cp(pathModule.join(source, name), pathModule.join(target, name), options);
        } else if (options.force !== false || !fs.existsSync(target)) {
            sync.copyFile(source, target);
        }
    },
    symlink(target, link) { host.symlink(String(target), toPath(link)); },
    readlink: (file) => host.readlink(toPath(file)),
    chmod(file, mode) { host.chmod(toPath(file), typeof mode === "string" ? parseInt(mode, 8) : mode); },
    chown() {},
    utimes(file, accessed, modified) {
        const seconds = (time) => (time instanceof Date ? time.getTime() / 1000 : Number(time));
        host.utimes(toPath(file), seconds(accessed), seconds(modified));
    },
};

function withFile(file, flag, use) {
    if (typeof file === "number") return use(file);
    if (file instanceof FileHandle) return use(file.fd);
    const fd = host.open(toPath(file), flagsOf(flag));
    try {
        return use(fd);
    } finally {
        host.close(fd);
    }
}

function readAll(fd) {
    const chunks = [];
    let size = new Stats(host.fstat(fd)).size;
    if (new Stats(host.fstat(fd)).isDirectory()) throw coded(Error, "EISDIR", "EISDIR: illegal operation on a directory, read", { syscall: "read", errno: -21 });
    for (;;) {
        const chunk = new Uint8Array(new ArrayBuffer(host.read(fd, Math.max(size, 1 << 16), null)));
        if (chunk.length === 0) break;
        chunks.push(chunk);
        size = 0;
    }
    return chunks.length === 1 ? Buffer.from(chunks[0].buffer) : Buffer.concat(chunks);
}

class FileHandle extends require("events") {
    constructor(fd) {
        super();
        this.fd = fd;
    }
    async close() {
        if (this.fd >= 0) {
            const fd = this.fd;
            this.fd = -1;
            host.close(fd);
            this.emit("close");
        }
    }
    async [Symbol.asyncDispose]() { await this.close(); }
    async read(buffer, ...rest) {
        if (!ArrayBuffer.isView(buffer)) {
            rest = [buffer ?? {}];
            buffer = rest[0].buffer ?? Buffer.alloc(16384);
        }
        return { bytesRead: sync.read(this.fd, buffer, ...rest), buffer };
    }
    async write(buffer, ...rest) { return { bytesWritten: sync.write(this.fd, buffer, ...rest), buffer }; }
    async readFile(options) { return sync.readFile(this.fd, options); }
    async writeFile(data, options) { return sync.writeFile(this.fd, data, options); }
    async appendFile(data, options) { return sync.writeFile(this.fd, data, options); }
    async stat() { return sync.fstat(this.fd); }
    async truncate(length) { return sync.ftruncate(this.fd, length); }
    async sync() {}
    async datasync() {}
    createReadStream(options) { return fs.createReadStream("", { ...options, fd: this.fd, autoClose: false }); }
    createWriteStream(options) { return fs.createWriteStream("", { ...options, fd: this.fd, autoClose: false }); }
    readLines(options) { return require("readline").createInterface({ input: this.createReadStream(options), crlfDelay: Infinity }); }
}

// The work is done in a turn of the loop of its own, so that order and errors are Node's.
const promises = { constants };
for (const [name, work] of Object.entries(sync)) {
    promises[name] = (...args) => new Promise((resolve, reject) => {
        const signal = args.at(-1)?.signal;
        natives.loop.immediate(() => run(() => {
            try {
                if (signal?.aborted) throw abort(signal);
                resolve(work(...args));
            } catch (error) {
                reject(error);
            }
        }));
    });
}
for (const name of ["fstat", "close", "read", "write", "ftruncate", "fsync", "fdatasync"]) delete promises[name];
const openNumber = promises.open;
promises.open = async (...args) => new FileHandle(await openNumber(...args));
const writeAll = promises.writeFile;
promises.writeFile = async (file, data, options) => {
    if (typeof data !== "string" && !ArrayBuffer.isView(data) && (data?.[Symbol.asyncIterator] || data?.[Symbol.iterator])) {
        const handle = await promises.open(file, optionsOf(options).flag ?? "w");
        try {
            for await (const chunk of data) await handle.write(chunk);
        } finally {
            await handle.close();
        }
        return;
    }
    await writeAll(file, data, options);
};
promises.opendir = async (folder) => new Dir(toPath(folder));

class Dir {
    constructor(path) {
        this.path = path;
        this._names = sync.readdir(path, { withFileTypes: true });
    }
    async read() { return this._names.shift() ?? null; }
    readSync() { return this._names.shift() ?? null; }
    async close() {}
    closeSync() {}
    async *[Symbol.asyncIterator]() { while (this._names.length > 0) yield this._names.shift(); }
}

const fs = {
    constants, Stats, Dirent, Dir, promises, ...constants,
    existsSync(file) {
        try {
            host.access(toPath(file), 0);
            return true;
        } catch {
            return false;
        }
    },
    exists(file, callback) { setImmediate(() => callback(fs.existsSync(file))); },
    opendirSync: (folder) => new Dir(toPath(folder)),
    readSync: sync.read,
    watch() { throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "fs.watch is not available"); },
    watchFile() { throw coded(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "fs.watchFile is not available"); },
    unwatchFile() {},
};
for (const [name, work] of Object.entries(sync)) {
    fs[`${name}Sync`] = work;
    const many = name === "read" || name === "write";
    fs[name] = (...args) => {
        const callback = args.pop();
        if (typeof callback !== "function") throw argType("cb", "of type function", callback);
        natives.loop.immediate(() => run(() => {
            let value;
            try {
                value = work(...args);
            } catch (error) {
                callback(error);
                return;
            }
            if (many) callback(null, value, args[1]);
            else callback(null, value);
        }));
    };
}
fs.realpathSync.native = fs.realpathSync;
fs.realpath.native = fs.realpath;

/** How streams of both directions open and close their file; own.fd is null until it is open. */
function opened(own, file, flags, autoClose) {
    return {
        autoDestroy: autoClose,
        construct(callback) {
            if (own.fd !== null) return callback();
            fs.open(file, flags, (error, number) => {
                if (error) return callback(error);
                own.fd = this.fd = number;
                callback();
                this.emit("open", number);
                this.emit("ready");
            });
        },
        destroy(error, callback) {
            if (own.fd !== null && autoClose) {
                host.close(own.fd);
                own.fd = null;
            }
            callback(error);
        },
    };
}
const numberOf = (fd) => (fd instanceof FileHandle ? fd.fd : fd ?? null);

fs.createReadStream = (file, options) => {
    const { Readable } = require("stream");
    const { encoding, flags = "r", fd, start, end = Infinity, autoClose = true, highWaterMark = 64 * 1024, signal } = optionsOf(options);
    const own = { fd: numberOf(fd) };
    let position = start ?? (end === Infinity ? null : 0);
    const stream = new Readable({
        ...opened(own, file, flags, autoClose), encoding, highWaterMark, signal,
        read(size) {
            const wanted = position === null ? size : Math.min(size, end - position + 1);
            if (wanted <= 0) return this.push(null);
            try {
                const bytes = Buffer.from(new ArrayBuffer(host.read(own.fd, wanted, position)));
                stream.bytesRead += bytes.length;
                if (position !== null) position += bytes.length;
                this.push(bytes.length > 0 ? bytes : null);
            } catch (error) {
                this.destroy(error);
            }
        },
    });
    stream.path = file;
    stream.bytesRead = 0;
    stream.close = (callback) => { stream.destroy(); if (callback) stream.once("close", callback); };
    return stream;
};

fs.createWriteStream = (file, options) => {
    const { Writable } = require("stream");
    const { encoding = "utf8", flags = "w", fd, start, autoClose = true, highWaterMark, signal } = optionsOf(options);
    const own = { fd: numberOf(fd) };
    let position = start ?? null;
    const stream = new Writable({
        ...opened(own, file, flags, autoClose), highWaterMark, signal, defaultEncoding: encoding ?? "utf8",
        write(chunk, _encoding, callback) {
            try {
                host.write(own.fd, chunk.buffer, chunk.byteOffset, chunk.byteLength, position);
                stream.bytesWritten += chunk.byteLength;
                if (position !== null) position += chunk.byteLength;
                callback();
            } catch (error) {
                callback(error);
            }
        },
    });
    stream.path = file;
    stream.bytesWritten = 0;
    stream.close = (callback) => { if (callback) stream.once("close", callback); stream.end(); };
    return stream;
};
module.exports = fs;
