"use strict";
exports.toAscii = (domain) => natives.codec.toAscii(domain);
