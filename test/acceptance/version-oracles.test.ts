import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alpmScheme } from '../../src/version/alpm.ts';
import { debScheme } from '../../src/version/deb.ts';
import { pep440Scheme } from '../../src/version/pep440.ts';
import { rpmScheme } from '../../src/version/rpm.ts';

const run = promisify(execFile);

interface Pair {
  readonly a: string;
  readonly b: string;
}

describe.skipIf(!existsSync('/usr/bin/dpkg'))('dpkg --compare-versions (skipped where there is no dpkg)', () => {
  const pieces = ['0', '1', '01', '10', '9', 'a', 'b', 'Z', '.', '+', '~', '~~', '~rc', '-', '-1', ':1', '+b1', 'ubuntu'];
  const pairs = samplePairs(pieces, 300).filter(({ a, b }) => debScheme.isValid(a) && debScheme.isValid(b));

  it('gives the same order', async () => {
    const answers: string[] = [];
    for (let from = 0; from < pairs.length; from += 50) answers.push(...(await Promise.all(pairs.slice(from, from + 50).map(askDpkg))));
    expect(pairs.length).toBeGreaterThan(200);
    expect(answers).toEqual(pairs.map((pair) => formatAnswer(pair, debScheme.compare(pair.a, pair.b))));
  });

  it.each(['', '-1', '1-', ':1', '0:', '0:-1', 'a:1', '1 0', '2147483648:1'])('refuses %j too', async (version) => {
    // dpkg itself takes an empty version for "none", before everything.
    if (version !== '') await expect(run('/usr/bin/dpkg', ['--validate-version', version])).rejects.toThrow();
    expect(debScheme.isValid(version)).toBe(false);
  });
});

describe.skipIf(!existsSync('/usr/bin/rpm'))('rpm.vercmp (skipped where there is no rpm)', () => {
  const pieces = ['0', '1', '01', '10', '9', 'a', 'b', 'Z', '.', '..', '_', '+', '~', '^', '~rc1', '^git', ':1', 'el9'];
  const versions = samplePairs(pieces, 2_000);
  // A release on one side only is where we follow rpm's dependencies, and not its order of packages.
  const pairs = [...versions, ...versions.map(({ a, b }) => ({ a: `${a}-${b}`, b: `${b}-${a}` }))].filter(
    ({ a, b }) => rpmScheme.isValid(a) && rpmScheme.isValid(b) && a.includes('-') === b.includes('-'),
  );

  it('gives the same order', async () => {
    const answers: number[] = [];
    for (let from = 0; from < pairs.length; from += 200) answers.push(...(await askRpm(pairs.slice(from, from + 200))));
    expect(pairs.length).toBeGreaterThan(2_000);
    expect(pairs.map((pair, at) => formatAnswer(pair, answers[at]!))).toEqual(
      pairs.map((pair) => formatAnswer(pair, rpmScheme.compare(pair.a, pair.b))),
    );
  });
});

describe.skipIf(!existsSync('/usr/bin/vercmp'))('vercmp of pacman (skipped if missing)', () => {
  const pieces = ['0', '1', '01', '10', '9', 'a', 'b', 'Z', '.', '..', '_', '+', '~', 'rc', ':1', '-1', '-2.1'];
  const pairs = samplePairs(pieces, 400).filter(({ a, b }) => alpmScheme.isValid(a) && alpmScheme.isValid(b));

  it('gives the same order', async () => {
    const answers: string[] = [];
    for (const pair of pairs) {
      const { stdout } = await run('/usr/bin/vercmp', [pair.a, pair.b]);
      answers.push(formatAnswer(pair, Number(stdout)));
    }
    expect(pairs.length).toBeGreaterThan(100);
    expect(answers).toEqual(pairs.map((pair) => formatAnswer(pair, alpmScheme.compare(pair.a, pair.b))));
  });
});

const hasPackaging = spawnSync('python3', ['-c', 'import packaging.version'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasPackaging)('packaging of pip (skipped where python3 lacks it)', () => {
  const pieces = [
    '0',
    '1',
    '01',
    '10',
    '.',
    '.0',
    'a1',
    'b2',
    'rc1',
    '.post1',
    '.dev3',
    '+cu118',
    '+local.7',
    '-1',
    'c',
    '_',
    '.alpha',
    'v',
  ];
  const pairs = samplePairs(pieces, 6_000);

  it('reads the same versions, and gives the same order', async () => {
    const script = [
      'import json, sys',
      'from packaging.version import InvalidVersion, Version',
      'def read(text):',
      '    try: return Version(text)',
      '    except InvalidVersion: return None',
      'def order(a, b): return None if a is None or b is None else (a > b) - (a < b)',
      'print(json.dumps([order(read(a), read(b)) for a, b in json.load(sys.stdin)]))',
    ].join('\n');
    const asked = run('python3', ['-c', script], { maxBuffer: 1 << 24 });
    asked.child.stdin?.end(JSON.stringify(pairs.map(({ a, b }) => [a, b])));
    const answers = JSON.parse((await asked).stdout) as (number | null)[];
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(300);
    expect(pairs.map((pair, at) => formatReadable(pair, answers[at] ?? undefined))).toEqual(
      pairs.map((pair) =>
        formatReadable(
          pair,
          pep440Scheme.isValid(pair.a) && pep440Scheme.isValid(pair.b) ? pep440Scheme.compare(pair.a, pair.b) : undefined,
        ),
      ),
    );
  });
});

/** The same pairs in every run. */
function samplePairs(pieces: readonly string[], count: number): readonly Pair[] {
  const version = fc
    .tuple(fc.constantFrom('0', '1', '2', '10'), fc.array(fc.constantFrom(...pieces), { maxLength: 6 }))
    .map(([first, rest]) => first + rest.join(''));
  return fc.sample(fc.record({ a: version, b: version }), { numRuns: count, seed: 20_260_801 });
}

async function askDpkg(pair: Pair): Promise<string> {
  const isLess = await isTrue(pair.a, 'lt', pair.b);
  return formatAnswer(pair, isLess ? -1 : (await isTrue(pair.a, 'eq', pair.b)) ? 0 : 1);
}

async function isTrue(a: string, operator: string, b: string): Promise<boolean> {
  try {
    await run('/usr/bin/dpkg', ['--compare-versions', a, operator, b]);
    return true;
  } catch {
    return false;
  }
}

/** One process for many pairs; the pieces hold nothing that Lua or a macro would take for its own. */
async function askRpm(pairs: readonly Pair[]): Promise<readonly number[]> {
  const calls = pairs.map(({ a, b }) => `rpm.vercmp("${a}","${b}")`).join(',');
  const { stdout } = await run('/usr/bin/rpm', ['--eval', `%{lua:for _, x in ipairs({${calls}}) do print(x .. " ") end}`]);
  return stdout.trim().split(/\s+/).map(Number);
}

function formatReadable(pair: Pair, order: number | undefined): string {
  return order === undefined ? `${pair.a} ? ${pair.b}` : formatAnswer(pair, order);
}

function formatAnswer({ a, b }: Pair, order: number): string {
  return `${a} ${order < 0 ? '<' : order > 0 ? '>' : '='} ${b}`;
}
