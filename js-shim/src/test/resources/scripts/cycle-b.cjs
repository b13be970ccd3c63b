exports.a = require("./cycle-a.cjs");
