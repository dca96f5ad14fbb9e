/** `npm run docs` writes docs/reference/, docs/adr/README.md and NOTICE.md from the program's own data; `--check` fails where that would change anything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withBundledScript } from './bundle-script.mjs';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
await setup();

const { makePages } = await withBundledScript(root, 'tools/docs/pages.ts', (file) => import(pathToFileURL(file).href));
const stale = [];
for (const [path, text] of await makePages(root)) {
  const file = join(root, path);
  if (read(file) === text) continue;
  stale.push(path);
  if (isCheck) continue;
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
if (isCheck && stale.length > 0) {
  process.stderr.write(`docs: ${stale.join(', ')} would change; try: npm run docs\n`);
  process.exit(1);
}
process.stdout.write(stale.length === 0 ? 'docs: nothing to change\n' : `docs: wrote ${stale.join(', ')}\n`);

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
