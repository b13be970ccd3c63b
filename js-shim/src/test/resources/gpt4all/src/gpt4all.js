module.exports = require('gpt4all/src/gpt4all.js');
