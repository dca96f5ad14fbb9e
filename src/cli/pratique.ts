#!/usr/bin/env node
/** The entry point: prints `--version` before anything is loaded, then starts the program. It imports only constants statically. */
import { version } from './version.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') process.stdout.on('error', () => process.exit(3)).write(`${version}\n`);
else
  // A promise and not a top-level await: an unsettled one would end the process with Node's own code 13.
  void import('./main.ts').then(({ main }) => main(process.argv.slice(2)));
