module.exports = require('gpt4all/src/util.js');
