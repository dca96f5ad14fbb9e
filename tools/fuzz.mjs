/**
 * `npm run fuzz [-- SECONDS [PATH…]]`: the properties that `npm test` tries a few hundred times with fixed seeds, each for so many seconds (5 by default) with a
 * new seed: damaged files for every cataloger and byte parser, orders of versions, names and policies. A failure prints the seed and the path that repeat
 * it. Paths select test files.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const seconds = /^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : 5;
const harnesses = ['src', 'test']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.test.ts') && /'fast-check'|cataloger-contract/.test(readFileSync(join(root, path), 'utf8')));
const chosen = words.length === 0 ? harnesses : harnesses.filter((path) => words.some((word) => path.includes(word)));
if (chosen.length === 0 || seconds === 0) {
  process.stderr.write(`fuzz: no harness matches; choose from:\n${harnesses.map((path) => `  ${path}\n`).join('')}`);
  process.exit(2);
}
await setup();
process.stdout.write(`fuzz: ${chosen.length} files, ${seconds} s for each property\n`);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...chosen], {
  cwd: root,
  env: { ...process.env, PRATIQUE_FUZZ_SECONDS: String(seconds) },
  stdio: 'inherit',
});
process.exit(status ?? 1);
