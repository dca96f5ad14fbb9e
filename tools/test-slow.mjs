/**
 * `npm run test:slow [-- PATH…]`: the sweeps that `npm test` samples, whole: every bit of every signed file flipped, a thousand killed
 * publications, the whole feeds. Paths select some of them. Tests that import `test/support/is-slow-run.ts`, or the contract of catalogers
 * which does, are run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const slow = ['src', 'test']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.test.ts') && /\/(?:is-slow-run|cataloger-contract)\.ts/.test(readFileSync(join(root, path), 'utf8')));
const chosen = words.length === 0 ? slow : slow.filter((path) => words.some((word) => path.includes(word)));
if (chosen.length === 0) {
  process.stderr.write(`test-slow: no sweep matches; choose from:\n${slow.map((path) => `  ${path}\n`).join('')}`);
  process.exit(2);
}
await setup();
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...chosen], {
  cwd: root,
  env: { ...process.env, PRATIQUE_SLOW: '1' },
  stdio: 'inherit',
});
process.exit(status ?? 1);
