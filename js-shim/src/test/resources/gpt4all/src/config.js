module.exports = require('gpt4all/src/config.js');
