"use strict";
// What a script's author is told of an error.

// Frames of the runtime tell a script's author nothing.
const withoutOwnFrames = (text) => text.replace(/\n +at [^\n]*\/~triglot\/[^\n]*?(?=( \{)?(?:\n|$))/g, "");

function describe(error) {
    if (error !== null && typeof error === "object" && typeof error.stack === "string") {
        const { inspect } = require("util");
        return withoutOwnFrames(inspect(error));
    }
    return `Uncaught ${require("util").inspect(error)}\n(Use an Error object to see where it was thrown)`;
}

module.exports = { describe, withoutOwnFrames };
