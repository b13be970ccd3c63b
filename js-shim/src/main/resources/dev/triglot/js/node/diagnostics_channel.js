"use strict";
const channels = new Map();
class Channel {
    constructor(name) {
        this.name = name;
        this._listeners = new Set();
    }
    get hasSubscribers() { return this._listeners.size > 0; }
    subscribe(listener) { this._listeners.add(listener); }
    unsubscribe(listener) { return this._listeners.delete(listener); }
    publish(message) { for (const listener of this._listeners) listener(message, this.name); }
}
exports.Channel = Channel;
exports.channel = (name) => {
    if (!channels.has(name)) channels.set(name, new Channel(name));
    return channels.get(name);
};
exports.hasSubscribers = (name) => channels.get(name)?.hasSubscribers ?? false;
exports.subscribe = (name, listener) => exports.channel(name).subscribe(listener);
exports.unsubscribe = (name, listener) => exports.channel(name).unsubscribe(listener);
