/**
 * `npm run bench [-- NAME…] [--save]`: runs bench/NAME.ts, each one question, in a process of its own at the root of the
 * checkout, and compares its figures with bench/baseline.json. A figure over its bound fails; --save writes the baseline.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBundledScript } from './bundle-script.mjs';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const baselineFile = join(root, 'bench/baseline.json');
const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith('--'));
const all = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -3));
const unknown = named.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no ${unknown.join(', ')}; try: ${all.join(', ')}\n`);
  process.exit(2);
}
await setup();

const baseline = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : {};
let hasFailed = false;
for (const name of named.length > 0 ? named : all) {
  process.stdout.write(`── ${name}\n`);
  const { status, figures } = await runBench(name);
  if (status !== 0) hasFailed = true;
  for (const figure of figures) {
    process.stdout.write(`${formatFigure(figure, baseline[figure.name])}\n`);
    if (figure.atMost !== undefined && figure.value > figure.atMost) hasFailed = true;
    baseline[figure.name] = figure.value;
  }
}
if (words.includes('--save'))
  writeFileSync(baselineFile, `${JSON.stringify(Object.fromEntries(Object.entries(baseline).sort()), null, 2)}\n`);
process.exit(hasFailed ? 1 : 0);

async function runBench(name) {
  // Reading certificates at start costs more than the start itself, and is not ours.
  const env = { ...process.env };
  delete env.NODE_EXTRA_CA_CERTS;
  const options = { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = await withBundledScript(root, `bench/${name}.ts`, (file) =>
    spawnSync(process.execPath, ['--expose-gc', file], options),
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  const isFigure = (line) => line.startsWith('{"figure":');
  for (const line of lines.filter((each) => !isFigure(each))) process.stdout.write(`   ${line}\n`);
  return { status, figures: lines.filter(isFigure).map((line) => JSON.parse(line).figure) };
}

function formatFigure({ name, value, unit, atMost }, before) {
  const bound = atMost === undefined ? '' : `  at most ${atMost} ${unit}${value > atMost ? '  OVER' : ''}`;
  const change = before === undefined ? '' : `  baseline ${format(before)}`;
  return `   ${name.padEnd(48)} ${format(value).padStart(10)} ${unit.padEnd(8)}${bound}${change}`;
}

function format(value) {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
