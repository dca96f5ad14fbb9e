/** `npm run docs` writes docs/reference/ and NOTICE.md from the program's own data; `--check` fails where that would change anything. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
await setup();

const { makePages } = await load('tools/docs/pages.ts');
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

/** The pages come from TypeScript, which the oldest Node that we support does not read. */
async function load(entry) {
  const file = join(root, '.pratique', `docs-${process.pid}.mjs`);
  const bundle = await rolldown({ cwd: root, input: entry, platform: 'node', logLevel: 'warn' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file, { force: true });
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
