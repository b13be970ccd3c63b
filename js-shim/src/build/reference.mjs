// Writes the reference page of a module from its type declarations.
//     triglot js js-shim/src/build/reference.mjs TITLE DECLARATIONS > PAGE
import { readFileSync } from "node:fs";

const [title, file] = process.argv.slice(2);
const lines = readFileSync(file, "utf8").split("\n");
const page = [`# ${title}`, ""];

/** A comment's text, with links and parameters in Markdown. */
function prose(comment) {
    return comment
        .map((line) => line.trim().replace(/^\/\*\*\s?/, "").replace(/\*\/$/, "").replace(/^\*\s?/, "").trimEnd())
        .join("\n")
        .replace(/@packageDocumentation/g, "")
        .replace(/\{@link ([\w.]+)\}/g, (_, name) => `[\`${name}\`](#${name.split(".")[0].toLowerCase()})`)
        .replace(/@param (\w+) /g, "\n- `$1`: ")
        .replace(/@returns /g, "\n- returns ")
        .trim();
}

let comment = [];
let inComment = false;
let inside = false;
for (const line of lines) {
    const text = line.trim();
    if (text.startsWith("/**")) {
        comment = [];
        inComment = true;
    }
    if (inComment) {
        comment.push(line);
        inComment = !text.endsWith("*/");
        if (!inComment && page.length === 2 && comment.some((part) => part.includes("@packageDocumentation"))) {
            page.push(prose(comment), "");
            comment = [];
        }
        continue;
    }
    if (line.startsWith("export ")) {
        const declaration = text.replace(/^export (declare )?/, "").replace(/ ?[{;]$/, "");
        const [, kind, name] = /^(\w+) (\w+)/.exec(declaration) ?? [];
        if (name !== undefined) {
            const heading = `## ${name}`;
            if (!page.includes(heading)) page.push(heading, "");
            page.push("```ts", kind === "interface" || kind === "class" ? declaration : `${declaration};`, "```", "");
            const told = prose(comment);
            if (told !== "") page.push(told, "");
            inside = text.endsWith("{");
        }
    } else if (line === "}") {
        inside = false;
        page.push("");
    } else if (inside && text !== "" && !text.startsWith("[Symbol")) {
        const told = prose(comment).replace(/\s*\n+\s*(?!-)/g, " ").replace(/\n+/g, " ");
        page.push(`- \`${text.replace(/;$/, "")}\`${told === "" ? "" : `: ${told}`}`);
    }
    comment = [];
}
console.log(page.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd());
