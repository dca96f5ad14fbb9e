import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type VersionScheme, type VersionSchemeId } from '../model/version-scheme.ts';
import { versionSchemes } from './version-schemes.ts';

/** Comparisons, ranges and validity from the tests of dpkg, rpm, apk-tools, packaging, Maven, RubyGems, node-semver and scanners. */
const folder = join(import.meta.dirname, '../../../shared/cases/versions');

const schemeByEcosystem: ReadonlyMap<string, VersionSchemeId> = new Map([
  ['apk', 'apk'],
  ['bitnami', 'semver'],
  ['composer', 'composer'],
  ['cran', 'cran'],
  ['deb', 'deb'],
  ['fuzzy', 'semver'],
  ['gem', 'gem'],
  ['generic', 'semver'],
  ['golang', 'semver'],
  ['hackage', 'pvp'],
  ['maven', 'maven'],
  ['nuget', 'nuget'],
  ['portage', 'portage'],
  ['pub', 'semver-build'],
  ['pypi', 'pep440'],
  ['rpm', 'rpm'],
  ['semver', 'semver'],
]);

/** Rows by outcome; those of the last three have no scheme of ours: other orders, and names of whole rpm files. */
const expectedTally = {
  'apk passed': 7945,
  'apk refused': 21,
  'composer passed': 5365,
  'composer refused': 13,
  'composer differing': 4,
  'cran passed': 37,
  'deb passed': 7279,
  'deb refused': 1,
  'gem passed': 2157,
  'maven passed': 7742,
  'maven differing': 17,
  'nuget passed': 23,
  'pep440 passed': 10449,
  'pep440 refused': 50,
  'pvp passed': 8,
  'rpm passed': 2369,
  'rpm refused': 75,
  'rpm differing': 3,
  'semver-build passed': 50,
  'semver passed': 116,
  'semver refused': 1,
  'rpm-nevra without scheme': 9,
  'jvm without scheme': 9,
  'pacman without scheme': 6,
  'portage passed': 3,
};

/** Versions in the rows that the ecosystem's own tool refuses, so ours must; a row with one of them on either side cannot be compared. */
const refusedVersions: Readonly<Partial<Record<VersionSchemeId, readonly string[]>>> = {
  // apk-tools' apk_version_validate refuses them; its comparison goes as far as the damage.
  apk: [
    ...['1-r-0', '1-r-2', '0...1...0.r1', '0...1...0.r2', '0..8', '0...8', '0.8.21.r1', '0.8.21.r2', '1.2.0A', '1-r0-1', '1-r0-2'],
    ...['1-ruff1', '1-ruff2', '1.2_blah', '.1', '.2', 'b', 'c', '23_foo', '1.0bc', 'v1.5.0', 'V1.5.0'],
  ],
  // VersionParser::normalize throws on them.
  composer: [
    ...['3.0.0b1.post1', '3.0.0b1.post2', '3.0.0b2.post1', '3.0.0b2.post2', '3.2.0rc1.post1', '3.5.0.post1', '3.5.2.post1', '1.5.1.dev101'],
    ...['4.3-2', '4.3-2RC2', '4.3-2beta1', '4.3-2beta5', '1.2.3.#', '1.2.3.#.p3', '1.2.3.#.beta'],
    '999999999999999999999999999991.999999999999999999999999999991.999999999999999999999999999991',
    '999999999999999999999999999999.999999999999999999999999999991.999999999999999999999999999991',
  ],
  // dpkg warns that the version number does not start with a digit; what is no number would rank after every fix.
  deb: ['a-0', 'b-0'],
  // Not PEP 440: packaging 22 and later have no LegacyVersion.
  pep440: [
    ...['0.1-bulbasaur', '0.1-charmander', '0.9-doduo', '0.9-eevee', '0.9-fearow', '0.9-gyarados', '0.9-horsea', '0.9-ivysaur'],
    ...['2.0.1rc2-git', '0.7.4.svn.r2010', '0.0.1-test1', '4.11-final', '5.0-final', '2.0.0-final', '0.3.1-p1', '0.4.0-p1'],
    ...['2013-01-21T20:33:09+0100', '2013-01-23T17:11:52+0100', '2013-02-01T20:50:46+0100', '2013-02-02T19:59:03+0100'],
    ...['2013-02-02T20:23:17+0100', '2013-02-08T17:40:57+0000', '2013-03-27T16:32:26+0100', '2013-05-09T12:47:53+0200'],
    ...['2013-05-10T17:55:56+0200', '2013-07-19T09:11:08+0000', '2013-08-12T21:48:56+0200', '2013-09-11T19-27-10'],
    ...['0.7.10p1', '0.7.11p1', '0.7.11p2', '0.7.11p3', '0.8.1p1', '0.8.3p1', '0.8.4p1', '0.8.4p2', '0.8.6p1', '0.8.7p1'],
    ...['0.3m1', '0.3m2', '0.3m3', '0.3m4', '0.3m5', '0.4m1', '0.4m2', '0.4m4', '0.4m5', '0.5m1', '0.5m2', '0.5m3', '0.5m4', '0.5m5'],
    ...['0.6m1', '0.6m2', '0.6m6', '-class.-jw.util.version.Version-', '-class.-jw.util.version.version-pre'],
    ...['-class.-jw.util.version.version-preview', '-class.-jw.util.version.version-dev'],
  ],
  // rpmverParse makes nothing of an empty text.
  rpm: [''],
  // A tilde is no character of build metadata.
  semver: ['1.2.0-X-1.2.0+metadata~dist'],
};

/** Rows that say otherwise, by the reason. */
const differing: Readonly<Record<string, readonly string[]>> = {
  'the order of an older Maven; 3.8.7 itself answers as we do': [
    'maven 1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3',
    'maven 2.9.0-1 < 2.9.0.RC1',
    'maven 1.1.31.sec10 < 1.1.31_noneautotype',
    'maven 1.1.34.sec10 < 1.1.34_noneautotype',
    'maven 1.1.46.sec10 < 1.1.46_noneautotype',
    'maven 1.2.8.sec10_noneautotype < 1.2.8_noneautotype',
    'maven 1.2.31.sec10 < 1.2.31_noneautotype',
    'maven 1.2.48.sec10 < 1.2.48_noneautotype',
    'maven 1.2.50.sec10 < 1.2.50_noneautotype',
    'maven 1.2.54.sec10 < 1.2.54_noneautotype',
    'maven 1.2.57.sec10 < 1.2.57_noneautotype',
    'maven 1.1.0-01-glassfish < 1.1.0.Beta1',
    'maven 1-1 = 1-ga-1',
    'maven 1-foo > 1.foo',
  ],
  'Maven 3.9 and 4 read X-1 as X1': ['maven 3.2.0rc2 < 3.2.0-rc.1', 'maven 1-1.foo-bar-1-baz-0.1 = 1-1.foo-bar1baz-.1'],
  'a rule of grype alone: jdk17 is no qualifier of Maven': ['maven 12.10.2.jdk17 = 12.10.2'],
  'compared by PHP as written; Composer adds the missing numbers and minds no case': [
    'composer v3.4 < v3.4.0-alpha',
    'composer v4-beta4 < v4.0-alpha',
    'composer v1.9.0-ALPHA.1 = v1.9.0-BETA.1',
    'composer v1.9.0-ALPHA.2 = v1.9.0-BETA.2',
  ],
  'a release on one side only: the version alone decides': ['rpm 1 < 1-1'],
  'in known-disputed.json: rpm takes what follows a hyphen for the release': ['rpm 1.2.3a < 1-2-3-4'],
  'in known-disputed.json: rpm always minds the epoch': ['rpm 2:4.19.01-1.el7_5 = 4.19.1-1.el7_5'],
};

describe.skipIf(!existsSync(folder))('comparisons by others', () => {
  it('agree, but for what is named above', () => {
    const rows = readRows('compare.jsonl') as readonly Comparison[];
    const tally = new Map<string, number>();
    const wrong: string[] = [];
    for (const row of rows) {
      const outcome = judge(row);
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if (outcome.endsWith('differing')) wrong.push(`${schemeByEcosystem.get(row.eco) ?? ''} ${row.a} ${row.op} ${row.b}`);
    }
    expect(wrong.toSorted()).toEqual(Object.values(differing).flat().toSorted());
    expect(Object.fromEntries(tally)).toEqual(expectedTally);
    expect(rows).toHaveLength(43_752);
  });

  it.each(Object.entries(refusedVersions) as [VersionSchemeId, readonly string[]][])(
    '%s refuses the versions named above',
    (id, versions) => {
      expect(versions.filter((version) => versionSchemes[id].isValid(version))).toEqual([]);
    },
  );
});

describe.skipIf(!existsSync(folder))('validity by others', () => {
  const exceptions: ReadonlyMap<string, string> = new Map([
    ['apk 0.1a1', 'apk-tools 2 accepts it, and Alpine has such packages'],
    ['deb 6.0-4.el6.x86_64', 'dpkg warns of the underscore'],
    ['semver \n1.2', 'blanks are trimmed, as node-semver does'],
    ['semver 1.0', 'advisories and packages have such versions'],
    ['semver v1.2.3', 'tags have it, as in node-semver and Go'],
    ['semver 90071992547409910.0.0', 'numbers may have any length'],
  ]);

  it('agrees, but for what is named above; ranges have no reader here', () => {
    const rows = readRows('valid.jsonl') as readonly Validity[];
    const versions = rows.filter((row) => row.what === 'version' && schemeByEcosystem.has(row.eco));
    const wrong = versions
      .map((row) => ({ ...row, id: schemeByEcosystem.get(row.eco)! }))
      .filter(({ id, text, valid }) => versionSchemes[id].isValid(text) !== valid);
    expect(wrong.map(({ id, text }) => `${id} ${text}`).toSorted()).toEqual([...exceptions.keys()].toSorted());
    expect([rows.length, rows.filter((row) => row.what === 'range').length, versions.length]).toEqual([214, 121, 93]);
  });
});

/** Sources whose ranges are plain comparisons, joined by comma (and) and `||` (or); and the rows that say otherwise, by their reason. */
const rangeSources: readonly string[] = [
  'deb dpkg/lib/dpkg/t/t-version.c',
  'deb grype/version/deb_version_test.go:TestDebVersion_Constraint',
  'rpm grype/version/rpm_version_test.go:TestRpmVersion_Constraint',
  'apk grype/version/apk_version_test.go:TestApkVersion_Constraint',
  'gem go-gem-version/constraint_test.go:TestVersion_Check',
  'gem rubygems/test_gem_requirement.rb',
  'maven go-mvn-version/comparer_test.go:TestComparerCheck',
  'maven go-mvn-version/constraint_test.go:TestVersion_Check',
  'maven grype/version/maven_version_test.go:TestMavenVersion_Constraint',
  'generic go-version/pkg/version/constraint_test.go:TestVersion_Check',
  'semver go-version/pkg/semver/constraint_test.go:TestConstraint_CheckWithPreReleaseAndZeroPadding',
  'golang grype/version/golang_version_test.go:TestGolangVersion_Constraint',
  'pypi grype/version/pep440_version_test.go:TestPep440Version_Constraint',
  'bitnami grype/version/bitnami_version_test.go:TestBitnamiVersion_Constraint',
];

const differingRanges: Readonly<Record<string, readonly string[]>> = {
  'grype leaves the epoch out where one side has none; rpm does not': [
    'rpm 4.19.0-1.el7_5 < 12:4.19.0-1.el7 false',
    'rpm 4.19.0-1.el7_5 <= 12:4.19.0-1.el7 false',
    'rpm 3:4.19.0-1.el7_5 < 4.21.0-1.el7 true',
  ],
  'equality in a specifier leaves the local version out; the order does not': ['pypi 2.0.0+cgr.1 = 2.0.0 true'],
  "Bitnami's revision is not part of the upstream version": ['bitnami 2.3.1-1   =   2.3.1 true'],
};

describe.skipIf(!existsSync(folder))('ranges by others', () => {
  it('agree where they are plain comparisons', () => {
    const wrong: string[] = [];
    let run = 0;
    for (const row of readRows('satisfies.jsonl') as readonly RangeRow[]) {
      const answer = rangeSources.includes(`${row.eco} ${row.src}`) ? satisfies(row) : undefined;
      if (answer === undefined) continue;
      run += 1;
      if (answer !== row.want) wrong.push(`${row.eco} ${row.version} ${row.range} ${String(row.want)}`);
    }
    expect(wrong.toSorted()).toEqual(Object.values(differingRanges).flat().toSorted());
    expect(run).toBe(345);
  });
});

interface Comparison {
  readonly eco: string;
  readonly a: string;
  readonly op: string;
  readonly b: string;
}

interface Validity {
  readonly eco: string;
  readonly text: string;
  readonly valid: boolean;
  readonly what: 'version' | 'range';
}

interface RangeRow {
  readonly eco: string;
  readonly version: string;
  readonly range: string;
  readonly want: boolean;
  readonly src: string;
}

function readRows(file: string): readonly unknown[] {
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const operators: ReadonlyMap<string, (order: number) => boolean> = new Map([
  ['<', (order) => order < 0],
  ['<<', (order) => order < 0],
  ['<=', (order) => order <= 0],
  ['=', (order) => order === 0],
  ['==', (order) => order === 0],
  ['!=', (order) => order !== 0],
  ['>=', (order) => order >= 0],
  ['=>', (order) => order >= 0],
  ['>', (order) => order > 0],
  ['>>', (order) => order > 0],
]);

function judge(row: Comparison): string {
  const id = schemeByEcosystem.get(row.eco);
  if (id === undefined) return `${row.eco} without scheme`;
  if (isRefused(id, row.a) || isRefused(id, row.b)) return `${id} refused`;
  return `${id} ${isTrue(versionSchemes[id], row) ? 'passed' : 'differing'}`;
}

/** In both directions. */
function isTrue(scheme: VersionScheme, { a, op, b }: Comparison): boolean {
  const order = scheme.compare(a, b);
  return operators.get(op)!(order) && order === 0 - scheme.compare(b, a);
}

function isRefused(id: VersionSchemeId, version: string): boolean {
  return refusedVersions[id]?.includes(version) === true;
}

/** Undefined for a range that is more than comparisons: `~> 1.0`, `[1.0,2.0)`, `1.x`. */
function satisfies({ eco, version, range }: RangeRow): boolean | undefined {
  const scheme = versionSchemes[schemeByEcosystem.get(eco)!];
  const alternatives = range.split('||').map((each) => each.split(',').map((part) => /^\s*([<>=!]{1,2})\s*([^\s<>=!]+)\s*$/.exec(part)));
  if (alternatives.flat().some((match) => match === null || !scheme.isValid(match[2]!) || !operators.has(match[1]!))) return undefined;
  if (!scheme.isValid(version)) return undefined;
  return alternatives.some((all) => all.every((match) => operators.get(match![1]!)!(scheme.compare(version, match![2]!))));
}
