"use strict";
exports.isatty = (number) => natives.terminal?.[number] === true;
exports.ReadStream = class ReadStream {};
exports.WriteStream = class WriteStream {};
