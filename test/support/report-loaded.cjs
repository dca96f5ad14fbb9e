/** Makes a child process write which files it loaded, to the file in PRATIQUE_TEST_LOADED. */
const { writeFileSync } = require('node:fs');
process.on('exit', () => writeFileSync(process.env.PRATIQUE_TEST_LOADED, Object.keys(require.cache).join('\n')));
