import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VersionSchemeId } from '../model/version-scheme.ts';
import { versionSchemes } from './version-schemes.ts';
import { isSlowRun } from '../../test/support/is-slow-run.ts';

const ids = Object.keys(versionSchemes) as readonly VersionSchemeId[];
const testdata = join(import.meta.dirname, 'testdata');

interface Comparison {
  readonly line: string;
  readonly a: string;
  readonly operator: '<' | '=' | '>';
  readonly b: string;
}

it('has one scheme for each comparison file', () => {
  expect(readdirSync(testdata).sort()).toEqual(ids.map((id) => `${id}.txt`).sort());
  expect(ids.map((id) => versionSchemes[id].id)).toEqual(ids);
});

describe.each(ids)('%s', (id) => {
  const scheme = versionSchemes[id];
  const comparisons = readComparisons(id);

  it('has at least forty comparisons', () => {
    expect(comparisons.length).toBeGreaterThanOrEqual(40);
  });

  it.each(comparisons)('$line', ({ a, operator, b }) => {
    const expected = { '<': -1, '=': 0, '>': 1 }[operator];
    expect([Math.sign(scheme.compare(a, b)), Math.sign(scheme.compare(b, a))]).toEqual([expected, expected === 0 ? 0 : -expected]);
  });

  it.each(refused[id])('refuses %j', (version) => {
    expect(scheme.isValid(version)).toBe(false);
    expect(() => scheme.compare(version, '1')).toThrow(RangeError);
    expect(() => scheme.compare('1', version)).toThrow(RangeError);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(versionsOf(id), versionsOf(id), versionsOf(id), (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => scheme.compare(x, y)) as [string, string, string];
        const [first, second, both] = [scheme.compare(low, middle), scheme.compare(middle, high), scheme.compare(low, high)];
        const isReflexive = scheme.compare(a, a) === 0 && scheme.compare(a, b) === 0 - scheme.compare(b, a);
        return isReflexive && first <= 0 && second <= 0 && both === (first < 0 || second < 0 ? -1 : 0);
      }),
      { numRuns: isSlowRun ? 10_000 : 500 },
    );
  });

  it('compares what it calls valid, and throws RangeError on the rest', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const isBoth = scheme.isValid(a) && scheme.isValid(b);
        try {
          return [-1, 0, 1].includes(scheme.compare(a, b)) && isBoth;
        } catch (error) {
          return error instanceof RangeError && !isBoth;
        }
      }),
      { numRuns: isSlowRun ? 10_000 : 500 },
    );
  });

  it.each(['1', '1.', '1-', '1a', '1.a', '-', '~', '^', '.', '+', '_', ' '])('accepts time in proportion to 1 MB of %j', (pattern) => {
    const long = '1' + pattern.repeat(1_000_000 / pattern.length) + '1';
    // Of the processor, not of the clock: other tests run beside this one.
    const before = process.cpuUsage();
    if (scheme.isValid(long)) expect(scheme.compare(long, `${long}1`)).not.toBeNaN();
    else expect(() => scheme.compare(long, '1')).toThrow(RangeError);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
  });
});

const refused: Readonly<Record<VersionSchemeId, readonly string[]>> = {
  apk: [
    '',
    '.1',
    'a',
    '1.',
    '1.a',
    '1.0A',
    '1.0ab',
    '1.0-1',
    '1.0-r',
    '1.0-r1-r2',
    '1.0-r1_p1',
    '1.0_foo',
    '1.0_alphabet',
    '1.0~',
    '1.0~xyz',
    'v1.0',
    '1.0 ',
  ],
  deb: ['', '  ', 'a1', '-1', '1-', ':1', '0:', '0:-1', 'a:1', '1:a', '1 0', '1_0', '1!0', '0:1-1:1', '2147483648:1', '1é'],
  portage: ['', ' ', 'a', '.1', '1.', '1..2', '1A', '1ab', '1_', '1_foo', '1_P1', '1-r', '1-1', '1-r1.0', '1_p1a', '1:1', '1.0-r1-r2'],
  alpm: ['', ' ', '1 0', '-1', '1-', '1:', '1:-1', '1.0.', '1.0~-1', '1\u00001'],
  rpm: ['', ' ', '1 0', '-1', '1-', '1:', '1:-1', '1\u00001'],
  semver: [
    '',
    'v',
    'a',
    '1.x',
    '*',
    '1.',
    '1..2',
    '1.2.3-',
    '1.2.3-a..b',
    '1.2.3+',
    '1.2.3 4',
    '1.2.3-a_b',
    '1.2.3.rc1',
    '(devel)',
    '/1.2.3/',
    '>1.0',
  ],
  pep440: [
    '',
    'french toast',
    '1.0++',
    '1.0+_a',
    '1.0+a&b',
    '1. 0',
    '1..0',
    '.1',
    '1.',
    '1!',
    '!1',
    '1.0rcx',
    '1.0dev1a1',
    '0.1-bulbasaur',
    '١.٢',
  ],
  maven: ['', '${revision}', '[1.0,2.0)', '1.0|2.0', '1/2', 'a:b', '1?', '*'],
  gem: ['junk', 'foo1.2.3', '1.', '1..2', '1.2.3+a', '1.2-', '1.2-a..b', '1.0\n2.0', '1a', '1_2', '1.2-x86_64'],
  nuget: ['', 'a', '1.', '1.2.3.4.5', '1.0-', '1.0+', '1.0-a..b', '1.0a', '1.x', '1.0 0'],
  'semver-build': ['', 'v', 'a', '1.x', '1.', '1..2', '1.2.3-', '1.2.3+', '1.2.3+a..b', '1.2.3 4', 'any'],
  conan: ['', 'system', 'cci.20210118', '1.', '.1', '1..2', '1-', '1+', '1-a..b', '1.0 0', '[>1.0]', 'v1'],
  cran: ['', 'a', '1.', '.1', '1..2', '1.-2', '1.0a', '1.0 ', 'v1', '1_2'],
  pvp: ['', 'a', '1.', '.1', '1..2', '1-2', '1.0a', '1.0 ', 'v1', 'installed'],
  opam: ['', 'dev', 'base', '1 0', '1:2', '1/2', '{1}', 'é1'],
  composer: ['', 'dev-main', 'master', '1.0.0.0.0', '1.0-foo', '1.0.#', 'a', '1..2', '1.0 0', '1.x', '1.0-5'],
};

function readComparisons(id: VersionSchemeId): readonly Comparison[] {
  const lines = readFileSync(join(testdata, `${id}.txt`), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseComparison);
}

function parseComparison(line: string): Comparison {
  const match = /^('[^']*'|\S+) ([<=>]) ('[^']*'|\S+)$/.exec(line);
  if (match === null) throw new Error(`not a comparison: ${line}`);
  return { line, a: unquote(match[1]!), operator: match[2] as Comparison['operator'], b: unquote(match[3]!) };
}

function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1) : text;
}

const anyText = fc.string({
  unit: fc.constantFrom('0', '1', '9', 'a', 'p', 'r', 'v', 'x', '.', '-', '_', '~', '^', '+', ':', '!', ' ', '*', 'é'),
  maxLength: 8,
});

/** Versions made of a scheme's own pieces, so that many share a beginning. */
function versionsOf(id: VersionSchemeId): fc.Arbitrary<string> {
  const ending = fc.array(fc.constantFrom(...pieces[id]), { maxLength: 5 }).map((parts) => parts.join(''));
  return fc
    .tuple(fc.constantFrom('0', '1', '01', '10'), ending, id === 'maven' ? mavenQualifier : fc.constant(''))
    .map((parts) => parts.join(''))
    .filter((version) => versionSchemes[id].isValid(version));
}

/** At most one, at the end: with two, or with one between dots, Maven itself goes in circles, see maven.ts. */
const mavenQualifier = fc.constantFrom(
  '',
  '-1',
  '-a',
  '-a1',
  '.Beta1',
  '-rc1',
  '.RC2',
  '-SNAPSHOT',
  '-ga',
  '.Final',
  '-sp',
  '-sp2',
  '.x',
  '-x1',
  '-y',
);

const numbers = ['.0', '.1', '.01', '.10', '.2'] as const;

const pieces: Readonly<Record<VersionSchemeId, readonly string[]>> = {
  // All without a pkgrel, as for rpm.
  portage: [...numbers, 'a', 'z', '.0', '.01', '.10', '_alpha', '_beta1', '_pre', '_rc2', '_p', '-r1', '-r0'],
  alpm: [...numbers, ':1', 'a', 'rc1', '.a', '..1', '_', '+git1', '~', '.'],
  apk: [...numbers, 'a', 'b', 'p1', '_alpha', '_rc2', '_p', '_git1', '~ab', '-r0', '-r1'],
  deb: [...numbers, ':1', '~', '~rc1', '+b1', '-1', '-0', 'a', '.', '-'],
  // All without a release: among those that have one the version decides in the same way, and between the two kinds there is no total order.
  rpm: [...numbers, ':1', '~', '~rc1', '^', '^1', 'a', '.', '_', '+'],
  semver: [...numbers, '-a', '-1', '-a.1', '.b', 'rc1', '+x', '-', '-01'],
  pep440: [...numbers, '!1', 'a1', 'b', '.rc2', '.post1', '-1', '.dev1', '.dev', '+a', '+1', '.a'],
  maven: numbers,
  gem: [...numbers, '.a', '.a1', '-1', '-a', '.rc', '.0a'],
  nuget: [...numbers, '-a', '-A', '-1', '-a.1', '.B', '+x', '-01'],
  'semver-build': [...numbers, '-a', '-1', '+a', '+1', '+1.a', '.b', '-'],
  // A number and a word that begins with a digit are compared as words, so that with them Conan itself goes in circles.
  conan: [...numbers, '.a', '.b', '-rc', '-rc.1', '-1', '+1', '+b'],
  cran: [...numbers, '-0', '-1', '-10'],
  pvp: numbers,
  opam: [...numbers, '~', '~rc1', '-1', '+a', 'a', 'v', '_', '.'],
  composer: [...numbers, '-dev', '-alpha1', 'b2', '-RC', '-p1', '.1', '-stable', '.x-dev', '+x', '0101'],
};
