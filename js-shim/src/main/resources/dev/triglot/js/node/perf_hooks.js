"use strict";
const now = () => natives.process.nanos() / 1e6;
const entries = [];
const observers = new Set();
function add(name, entryType, startTime, duration, detail = null) {
    const entry = { name, entryType, startTime, duration, detail };
    entries.push(entry);
    for (const observer of observers) observer._add(entry);
    return entry;
}
const timeOf = (mark, otherwise) => {
    if (mark === undefined) return otherwise;
    if (typeof mark === "number") return mark;
    const found = entries.findLast((entry) => entry.entryType === "mark" && entry.name === mark);
    if (!found) throw new DOMException(`The "${mark}" performance mark has not been set`, "SyntaxError");
    return found.startTime;
};
const clear = (type, name) => {
    for (let i = entries.length - 1; i >= 0; i--) {
        if (entries[i].entryType === type && (name === undefined || entries[i].name === name)) entries.splice(i, 1);
    }
};
exports.performance = {
    now,
    timeOrigin: Date.now() - now(),
    mark: (name, options = {}) => add(name, "mark", options.startTime ?? now(), 0, options.detail),
    measure(name, from, to) {
        const options = typeof from === "object" && from !== null ? from : { start: from, end: to };
        const start = timeOf(options.start, 0);
        const end = options.duration === undefined ? timeOf(options.end, now()) : start + options.duration;
        return add(name, "measure", start, end - start, options.detail);
    },
    getEntries: () => [...entries],
    getEntriesByName: (name, type) => entries.filter((entry) => entry.name === name && (!type || entry.entryType === type)),
    getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
    clearMarks: (name) => clear("mark", name),
    clearMeasures: (name) => clear("measure", name),
    eventLoopUtilization: () => ({ idle: 0, active: now(), utilization: 1 }),
    toJSON() { return { timeOrigin: this.timeOrigin }; },
};
exports.PerformanceObserver = class PerformanceObserver {
    constructor(callback) { this._callback = callback; }
    observe({ entryTypes, type }) {
        this._types = entryTypes ?? [type];
        observers.add(this);
    }
    disconnect() { observers.delete(this); }
    _add(entry) {
        if (this._types.includes(entry.entryType)) {
            setImmediate(() => this._callback({ getEntries: () => [entry], getEntriesByName: () => [entry], getEntriesByType: () => [entry] }, this));
        }
    }
};
exports.constants = {};
