/** `npm start -- …`: brings the checkout up to date, then is the program. Without arguments it scans the sample image. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setup } from './setup.mjs';

await setup();
const program = join(import.meta.dirname, '../dist/pratique.js');
const given = process.argv.slice(2);
process.argv = [process.execPath, program, ...(given.length === 0 ? ['sample'] : given)];
await import(pathToFileURL(program).href);
