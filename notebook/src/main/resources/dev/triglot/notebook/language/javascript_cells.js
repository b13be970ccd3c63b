// What the notebook's kernel asks of JavaScript: to run cells, complete, describe and show values.
(acorn, output) => {
    'use strict';
    const { inspect } = require('util');
    const DISPLAY = Symbol.for('Jupyter.display');
    const MIME_METHODS = {
        _repr_html_: 'text/html',
        _repr_markdown_: 'text/markdown',
        _repr_svg_: 'image/svg+xml',
        _repr_png_: 'image/png',
        _repr_jpeg_: 'image/jpeg',
        _repr_latex_: 'text/latex',
        _repr_json_: 'application/json',
    };

    // ---- showing

    const shownPlainly = (value) => (typeof value === 'string' ? value : inspect(value));

    function bundle(value) {
        const data = {};
        if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
            if (typeof value[DISPLAY] === 'function') Object.assign(data, value[DISPLAY]());
            for (const [method, mime] of Object.entries(MIME_METHODS)) {
                if (!(mime in data) && typeof value[method] === 'function') {
                    const shown = value[method]();
                    if (shown !== null && shown !== undefined) data[mime] = shown;
                }
            }
        }
        for (const [mime, item] of Object.entries(data)) {
            if (item instanceof Uint8Array) data[mime] = Buffer.from(item).toString('base64');
        }
        data['text/plain'] ??= shownPlainly(value);
        return data;
    }

    const packed = (data) => JSON.stringify({ data, metadata: {}, transient: {} });

    function display(...values) {
        for (const value of values) output.display(packed(bundle(value)));
    }
    display.html = (text) => output.display(packed({ 'text/html': String(text), 'text/plain': '<HTML>' }));
    display.markdown = (text) => output.display(packed({ 'text/markdown': String(text), 'text/plain': String(text) }));
    display.svg = (text) => output.display(packed({ 'image/svg+xml': String(text), 'text/plain': '<SVG>' }));
    display.png = (bytes) => output.display(packed({ 'image/png': Buffer.from(bytes).toString('base64'), 'text/plain': '<PNG>' }));
    display.clear = (wait = false) => output.clear(wait);
    globalThis.display = display;

    globalThis.print = console.log;

    const builtIn = new Set(Object.getOwnPropertyNames(globalThis));

    // ---- running

    class Rewriter {
        constructor(code) {
            this.code = code;
            this.edits = [];
            this.names = new Set();
        }

        replace(start, end, text) {
            this.edits.push({ start, end, text });
        }

        result() {
            let text = '', at = 0;
            this.edits.sort((a, b) => a.start - b.start || a.end - b.end);
            for (const { start, end, text: piece } of this.edits) {
                // Lines keep their numbers.
                const lines = this.code.slice(start, end).replace(/[^\n]/g, '');
                text += this.code.slice(at, start) + piece + lines.slice((piece.match(/\n/g) ?? []).length);
                at = end;
            }
            return text + this.code.slice(at);
        }

        pattern(node) {
            switch (node?.type) {
                case 'Identifier': this.names.add(node.name); break;
                case 'ObjectPattern': node.properties.forEach((p) => this.pattern(p.value ?? p.argument)); break;
                case 'ArrayPattern': node.elements.forEach((e) => this.pattern(e)); break;
                case 'AssignmentPattern': this.pattern(node.left); break;
                case 'RestElement': this.pattern(node.argument); break;
            }
        }

        /** `let x = 1, {y} = z` becomes `void (x = 1, {y} = z)`. */
        declaration(node) {
            node.declarations.forEach((d) => this.pattern(d.id));
            const first = node.declarations[0], last = node.declarations.at(-1);
            this.replace(node.start, first.start, ';void (');
            for (const d of node.declarations) {
                if (!d.init) this.replace(d.end, d.end, node.kind === 'var' ? `=(typeof ${d.id.name}==='undefined'?undefined:${d.id.name})` : '=undefined');
            }
            const end = this.code[node.end - 1] === ';' ? node.end - 1 : node.end;
            this.replace(Math.max(last.end, end), end, ')' + (end === node.end ? ';' : ''));
        }

        /** Declarations with var inside of blocks are the cell's too. */
        inner(node) {
            if (!node || typeof node.type !== 'string' || /Function|^Class/.test(node.type)) return;
            if (/^For/.test(node.type)) {
                const head = node.init ?? node.left;
                if (head?.type === 'VariableDeclaration' && head.kind === 'var') {
                    head.declarations.forEach((d) => this.pattern(d.id));
                    this.replace(head.start, head.declarations[0].start, '');
                }
                this.inner(node.body);
                return;
            }
            if (node.type === 'VariableDeclaration') {
                if (node.kind === 'var') this.declaration(node);
                return;
            }
            for (const child of Object.values(node)) {
                if (Array.isArray(child)) child.forEach((item) => this.inner(item));
                else if (child && typeof child === 'object') this.inner(child);
            }
        }

        imported(node) {
            const from = JSON.stringify(node.source.value);
            const module = `(await import(${from}))`;
            const parts = node.specifiers.map((s) => {
                this.names.add(s.local.name);
                if (s.type === 'ImportNamespaceSpecifier') return `${s.local.name}=${module}`;
                const name = s.type === 'ImportDefaultSpecifier' ? 'default' : s.imported.name ?? s.imported.value;
                return `${s.local.name}=${module}[${JSON.stringify(name)}]`;
            });
            this.replace(node.start, node.end, ';' + (parts.length ? parts.join(';') : module) + ';');
        }

        statement(node, last) {
            switch (node.type) {
                case 'VariableDeclaration': return this.declaration(node);
                case 'ImportDeclaration': return this.imported(node);
                case 'ClassDeclaration':
                    this.names.add(node.id.name);
                    this.replace(node.start, node.start, `;${node.id.name}=`);
                    return this.replace(node.end, node.end, ';');
                case 'FunctionDeclaration':
                    this.names.add(node.id.name);
                    this.hoisted ??= '';
                    this.hoisted += `globalThis.${node.id.name}=${node.id.name};`;
                    return undefined;
                case 'ExpressionStatement':
                    if (last) {
                        const end = this.code[node.end - 1] === ';' ? node.end - 1 : node.end;
                        this.replace(node.start, node.expression.start, ';return {value: (' + this.code.slice(node.start, node.expression.start));
                        this.replace(end, end, ')};');
                    }
                    return undefined;
                default: return this.inner(node);
            }
        }
    }

    function parse(code) {
        const options = { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, allowReturnOutsideFunction: false, allowHashBang: true };
        try {
            return acorn.parse(code, { ...options, sourceType: 'module' });
        } catch (error) {
            try {
                return acorn.parse(code, { ...options, sourceType: 'script' });
            } catch {
                throw error;
            }
        }
    }

    let shown = null, silent = false, state = null, current = { file: '', code: '' };

    /** The code of a function that gives a promise; or a failure. */
    function prepare(code, file) {
        code = String(code);
        let tree;
        try {
            tree = parse(code);
        } catch (error) {
            if (!error.loc) throw error;
            const source = code.split('\n')[error.loc.line - 1] ?? '';
            const message = error.message.replace(/ \(\d+:\d+\)$/, '');
            return ['SyntaxError', message, [`${file}:${error.loc.line}`, source,
                ' '.repeat(error.loc.column) + '^', '', `SyntaxError: ${message}`]];
        }
        const rewriter = new Rewriter(code);
        silent = /;\s*(\/\/[^\n]*)?\s*$/.test(code);
        tree.body.forEach((node, i) => rewriter.statement(node, i === tree.body.length - 1));
        const names = [...rewriter.names];
        const functions = rewriter.hoisted ?? '';
        for (const name of names) if (!(name in globalThis)) globalThis[name] = undefined;
        return `(async () => {${functions}${rewriter.result()}\n})`;
    }

    /** Calls it here, so that no rejection is taken for one that nobody waits for. */
    function watch(cell, file, code) {
        state = { settled: false };
        current = { file, code };
        const mine = state;
        cell().then(
            (result) => Object.assign(mine, { settled: true, result }),
            (error) => Object.assign(mine, { settled: true, failed: true, error }));
    }

    function failure(error) {
        const isError = error instanceof Error;
        const name = isError ? error.name : 'Error';
        const message = isError ? error.message : shownPlainly(error);
        const lines = [isError ? `${name}: ${message}` : `Uncaught ${message}`];
        for (const frame of isError ? String(error.stack ?? '').split('\n') : []) {
            const place = /^\s*at (?:(.*?) \()?(Cell In\[\d+\]|[^()\s]+):(\d+):(\d+)\)?\s*$/.exec(frame);
            if (place && !/\.js$|^<|^node:/.test(place[2])) {
                const where = place[1] && !/^(async )?(:=>|=>|<anonymous>|:anonymous|:program)$/.test(place[1]) ? place[1] + ' ' : '';
                lines.push(`    at ${where}(${place[2]}:${place[3]})`);
                if (place[2] === current.file && lines.length === 2) {
                    const source = String(current.code).split('\n')[place[3] - 1];
                    if (source) lines.push(`        ${source.trim()}`);
                }
            }
        }
        // The caller of the cell's own code is the code around it.
        if (lines.length > 2 && lines.at(-1) === `    at ${current.file}:1`) lines.pop();
        if (error?.code !== undefined && isError) lines[0] += ` [${error.code}]`;
        return [String(name), String(message), lines];
    }

    /** Shows the value; returns null or a failure. */
    function finish(show) {
        const done = state;
        state = null;
        if (!done.settled) {
            return ['Error', 'the cell awaits a promise that nothing is left to settle',
                ['Error: the cell awaits a promise that nothing is left to settle']];
        }
        if (done.failed) return failure(done.error);
        const value = done.result?.value;
        if (value !== undefined) {
            globalThis._ = shown = value;
            if (show && !silent) {
                try {
                    output.result(packed(bundle(value)));
                } catch (error) {
                    return failure(error);
                }
            }
        }
        return null;
    }

    // ---- asking

    const evaluate = (text) => (0, eval)(`(${text})`);

    function members(value) {
        const names = new Set();
        for (let at = Object(value); at && names.size < 2000; at = Object.getPrototypeOf(at)) {
            for (const name of Object.getOwnPropertyNames(at)) if (/^[\p{L}$_][\p{L}\p{N}$_]*$/u.test(name)) names.add(name);
        }
        return [...names];
    }

    const KEYWORDS = ('async await break case catch class const continue debugger default delete do else export extends false '
        + 'finally for function if import in instanceof let new null of return static super switch this throw true try typeof '
        + 'undefined var void while with yield').split(' ');

    function complete(before) {
        const [, path, start] = /((?:[\p{L}$_][\p{L}\p{N}$_]*\.)*)([\p{L}\p{N}$_]*)$/u.exec(String(before));
        let names = [];
        if (path) {
            try {
                names = members(evaluate(path.slice(0, -1)));
            } catch {
                names = [];
            }
        } else {
            names = [...KEYWORDS, ...Object.getOwnPropertyNames(globalThis)];
        }
        return [names.filter((name) => name.startsWith(start)).sort(), start.length];
    }

    function described(code, position, detailed) {
        const before = String(code).slice(0, position);
        let [name] = /[\p{L}\p{N}$_.]*$/u.exec(before);
        name = (name + /^[\p{L}\p{N}$_]*/u.exec(String(code).slice(position))[0]).replace(/^\.+|\.+$/g, '');
        if (!name) name = /([\p{L}\p{N}$_.]+)\([^()]*$/u.exec(before)?.[1] ?? '';
        if (!name || /^\d/.test(name)) return null;
        let value;
        try {
            value = evaluate(name);
        } catch {
            return null;
        }
        const kind = value === null ? 'null' : typeof value === 'object' ? value.constructor?.name ?? 'object' : typeof value;
        let text = `${name}: ${kind}\n`;
        if (typeof value === 'function') {
            const source = String(value);
            text += detailed ? source : source.split('{')[0].trim() || source.slice(0, 200);
        } else {
            text += shownPlainly(value).slice(0, 2000);
        }
        return text;
    }

    function completeness(code) {
        try {
            parse(String(code));
            return 'COMPLETE';
        } catch (error) {
            const ends = error.pos >= String(code).trimEnd().length || /Unterminated (template|comment)/.test(error.message);
            return ends ? 'INCOMPLETE' : 'INVALID';
        }
    }

    // ---- variables

    const known = new Map();

    function changes() {
        const changed = [];
        for (const name of Object.getOwnPropertyNames(globalThis)) {
            if (builtIn.has(name)) continue;
            const value = globalThis[name];
            if (!known.has(name) || !Object.is(known.get(name), value)) {
                known.set(name, value);
                changed.push(name);
            }
        }
        return changed;
    }

    function removals() {
        const gone = [...known.keys()].filter((name) => !(name in globalThis));
        gone.forEach((name) => known.delete(name));
        return gone;
    }

    function assign(name, value) {
        globalThis[name] = value;
        known.set(name, value);
    }

    function remove(name) {
        known.delete(name);
        delete globalThis[name];
    }

    return {
        prepare, watch, finish, complete, inspect: described, completeness,
        settled: () => state.settled,
        changes, removals, assign, remove,
        reserved: () => [...builtIn, ...KEYWORDS],
    };
};
