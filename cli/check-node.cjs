'use strict';
/*
 * Ends a process whose Node is older than `engines` in package.json asks for, with one sentence. Loaded before anything
 * else, by the command and by npm's scripts: CommonJS, and no syntax that an old Node does not read.
 */
const { engines } = require('../package.json');

const wanted = engines.node.replace('>=', '');
const numbersIn = (version) => version.split('.').map(Number);
const [major, minor] = numbersIn(process.versions.node);
const [wantedMajor, wantedMinor] = numbersIn(wanted);

if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  process.stderr.write(`Plumbline needs Node ${wanted} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(2);
}
