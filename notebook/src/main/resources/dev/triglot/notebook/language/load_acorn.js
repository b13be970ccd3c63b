// Runs acorn's text as a CommonJS module, which leaves no global behind.
(text) => {
    const module = { exports: {} };
    new Function('exports', 'module', text)(module.exports, module);
    return module.exports;
};
