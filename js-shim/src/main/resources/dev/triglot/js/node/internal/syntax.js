"use strict";
// What a text is, by its look. Patterns cost time to load: nothing here is needed at a start.

const hasImports = (text) => /^\s*(import\s*[\w{*"']|export\s)/m.test(text);

/** Whether a text without a file's name is a module. */
const isModule = (text) => hasImports(text) || /\bawait\b/.test(text);

/** A module has no require(); in text without a file it is nice to have. */
function withRequire(text) {
    const uses = /\brequire\s*\(/.test(text) && !/\b(const|let|var)\s+require\b/.test(text);
    return uses ? `import { createRequire as _cr } from "node:module"; const require = _cr(import.meta.url); ${text}` : text;
}

// Lets one entry of a session use await: what it declares becomes global, the value of a lone expression its result.
function awaiting(text) {
    const body = text.trim().replace(/;$/, "");
    const declaration = /^(?:const|let|var)\s+([\s\S]+)$/.exec(body);
    if (declaration) {
        const rest = declaration[1];
        if (!/^[{[]/.test(rest)) return `(async () => { globalThis.${rest}; })()`;
        const names = rest.slice(0, rest.search(/[}\]]\s*=[^>]/) + 1).replace(/=[^,}\]]*/g, "").match(/[\p{L}_$][\p{L}\p{N}_$]*(?=\s*(?:[,}\]]|$))/gu) ?? [];
        return `(async () => { ${body}; Object.assign(globalThis, { ${names.join(", ")} }); })()`;
    }
    return `(async () => { ${/^(?:for|while|if|try|throw|switch|\{)\b/.test(body) ? body : `return (${body}\n)`} })()`;
}

const isUrl = (specifier) => /^[a-z]+:/.test(specifier);

module.exports = { awaiting, hasImports, isModule, isUrl, withRequire };
