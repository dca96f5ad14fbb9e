/**
 * `npm run cases [-- WORD…]`: the cases of other projects, a line for each suite: how many passed, and how many are exceptions by intent
 * (docs/reference/exceptions.md). Words choose suites by their titles. Fails where a case fails, or where the cases are not there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withBundledScript } from './bundle-script.mjs';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
if (!existsSync(join(root, '../shared/cases'))) {
  process.stderr.write('cases: there are none beside this checkout (../shared/cases)\n');
  process.exit(2);
}
await setup();
const { caseSuites } = await withBundledScript(root, 'test/cases/case-suites.ts', (file) => import(pathToFileURL(file).href));
const chosen = caseSuites.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)));
if (chosen.length === 0) {
  process.stderr.write(`cases: no suite has such a title; choose from:\n${caseSuites.map(({ title }) => `  ${title}\n`).join('')}`);
  process.exit(2);
}

const tests = readTests();
let failed = 0;
for (const suite of chosen) {
  const own = tests.filter(({ ancestorTitles }) => ancestorTitles[0] === suite.title);
  // A suite whose cases are rows of one test fails as a whole.
  const wrong = own.filter(({ status }) => status !== 'passed');
  const exceptions = Object.keys(suite.exceptions).length;
  const isRun = own.length > 0;
  if (!isRun || wrong.length > 0) failed += 1;
  const note = !isRun ? 'not run' : wrong.length > 0 ? `${wrong.length} failed` : exceptions > 0 ? `${exceptions} by intent` : '';
  process.stdout.write(
    `${isRun && wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${suite.title.padEnd(56)} ${suite.count.toLocaleString('en').padStart(7)}  ${note}\n`,
  );
  for (const { title, failureMessages } of wrong) process.stdout.write(`        ${title}: ${firstLine(failureMessages[0])}\n`);
}
process.stdout.write(failed === 0 ? `cases: ${chosen.length} suites passed\n` : `cases: ${failed} of ${chosen.length} suites failed\n`);
process.exit(failed === 0 ? 0 : 1);

/** What vitest says of every test in a file that describes such a suite. */
function readTests() {
  const files = ['src', 'test']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes('/describe-cases.ts'));
  const folder = mkdtempSync(join(tmpdir(), 'pratique-cases-'));
  try {
    const output = join(folder, 'tests.json');
    spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${output}`, ...files], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return JSON.parse(readFileSync(output, 'utf8')).testResults.flatMap(({ assertionResults }) => assertionResults);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstLine(text = '') {
  return text.split('\n', 1)[0];
}
