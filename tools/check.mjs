/**
 * `npm run check [-- PATH…]`: what a change is judged by besides its tests. Types, lint, boundaries, format, generated pages
 * and the expiry of the built-in sigstore root, two at a time. With paths, lint and format look at those only and their tests run too.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const paths = process.argv.slice(2);
await setup();

const tool = (path) => join(root, 'node_modules', path);
const steps = [
  { name: 'types', argv: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of the pages', argv: [tool('typescript/bin/tsc'), '--noEmit', '-p', 'web/tsconfig.json'] },
  { name: 'lint', argv: [tool('eslint/bin/eslint.js'), ...(paths.length > 0 ? paths : ['.'])] },
  { name: 'boundaries', argv: [tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', 'src'] },
  { name: 'format', argv: [tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', ...(paths.length > 0 ? paths : ['.'])] },
  { name: 'docs', argv: ['tools/docs.mjs', '--check'] },
  { name: 'root', argv: ['tools/root-expiry.mjs'], isQuiet: true },
  ...(paths.length > 0 ? [{ name: 'tests', argv: [tool('vitest/vitest.mjs'), 'run', '--passWithNoTests', ...paths] }] : []),
];

const waiting = [...steps];
const results = [];
await Promise.all([runNext(), runNext()]);

// A step that is quiet when all is well warns by what it prints.
const isShown = ({ status, output, isQuiet }) => status !== 0 || (isQuiet === true && output !== '');
for (const { name, output } of results.filter(isShown)) process.stdout.write(`\n── ${name}\n${output.trimEnd()}\n`);
process.stdout.write('\n');
for (const { name } of steps) {
  const { status, seconds } = results.find((result) => result.name === name);
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
const failed = results.filter(({ status }) => status !== 0).length;
process.stdout.write(failed === 0 ? 'check: all passed\n' : `check: ${failed} of ${steps.length} failed\n`);
process.exit(failed === 0 ? 0 : 1);

async function runNext() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) results.push(await runStep(step));
}

function runStep({ name, argv, isQuiet }) {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (code) => resolve({ name, isQuiet, status: code ?? 1, output, seconds: (performance.now() - start) / 1000 }));
  });
}
