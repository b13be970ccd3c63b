"use strict";
const { parse, stringify } = require("vendor/querystring");
module.exports = { parse, stringify, decode: parse, encode: stringify, escape: encodeURIComponent, unescape: decodeURIComponent };
