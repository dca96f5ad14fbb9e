import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { casesRoot } from '../../test/cases/case-suite.ts';
import { comparisons, differing, ranges, refusedVersions, validity } from '../../test/cases/versions.ts';
import { describeCases } from '../../test/support/describe-cases.ts';
import { type VersionScheme, type VersionSchemeId } from '../model/version-scheme.ts';
import { versionSchemes } from './version-schemes.ts';

const folder = join(casesRoot, 'versions');

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

describeCases(comparisons, () => {
  it('agree, but for what is named there', () => {
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
    expect(rows).toHaveLength(comparisons.count);
  });

  it.each(Object.entries(refusedVersions) as [VersionSchemeId, readonly string[]][])(
    '%s refuses the versions named there',
    (id, versions) => {
      expect(versions.filter((version) => versionSchemes[id].isValid(version))).toEqual([]);
    },
  );
});

describeCases(validity, () => {
  it('agrees, but for what is named there; ranges have no reader here', () => {
    const rows = readRows('valid.jsonl') as readonly Validity[];
    const versions = rows.filter((row) => row.what === 'version' && schemeByEcosystem.has(row.eco));
    const wrong = versions
      .map((row) => ({ ...row, id: schemeByEcosystem.get(row.eco)! }))
      .filter(({ id, text, valid }) => versionSchemes[id].isValid(text) !== valid);
    expect(wrong.map(({ id, text }) => `${id} ${text}`).toSorted()).toEqual(Object.keys(validity.exceptions).toSorted());
    expect([rows.length, rows.filter((row) => row.what === 'range').length, versions.length]).toEqual([214, 121, validity.count]);
  });
});

/** Sources whose ranges are plain comparisons, joined by comma (and) and `||` (or). */
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

describeCases(ranges, () => {
  it('agree where they are plain comparisons', () => {
    const wrong: string[] = [];
    let run = 0;
    for (const row of readRows('satisfies.jsonl') as readonly RangeRow[]) {
      const answer = rangeSources.includes(`${row.eco} ${row.src}`) ? satisfies(row) : undefined;
      if (answer === undefined) continue;
      run += 1;
      if (answer !== row.want) wrong.push(`${row.eco} ${row.version} ${row.range} ${String(row.want)}`);
    }
    expect(wrong.toSorted()).toEqual(Object.keys(ranges.exceptions).toSorted());
    expect(run).toBe(ranges.count);
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
