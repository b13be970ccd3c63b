"use strict";
const posix = require("vendor/path");
posix.toNamespacedPath ??= (file) => file;
posix.posix = posix;
posix.win32 = posix;
module.exports = posix;
