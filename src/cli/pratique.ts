#!/usr/bin/env node
/** The entry point: prints `--version` before anything is loaded, then starts the program. It imports only constants statically. */
import { version } from './version.ts';

/** Docker runs a plugin as `docker-pratique pratique …`, and asks for what it is first. */
const isPlugin = process.argv[2] === 'pratique';
const words = process.argv.slice(isPlugin ? 3 : 2);
const pluginMetadata = { SchemaVersion: '0.1.0', Vendor: 'Pratique', Version: version, ShortDescription: 'Scan, verify and sign images' };

if (words.length === 1 && words[0] === '--version') process.stdout.on('error', () => process.exit(3)).write(`${version}\n`);
else if (words.length === 1 && words[0] === 'docker-cli-plugin-metadata') process.stdout.write(`${JSON.stringify(pluginMetadata)}\n`);
else
  // A promise and not a top-level await: an unsettled one would end the process with Node's own code 13.
  void import('./main.ts').then(({ main }) => main(words));
