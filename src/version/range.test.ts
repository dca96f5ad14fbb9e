import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesRoot } from '../../test/cases/case-suite.ts';
import { osvAffected } from '../../test/cases/documents.ts';
import { describeCases } from '../../test/support/describe-cases.ts';
import { type AffectedRange } from '../model/advisory.ts';
import { judgeVersion } from './judge-version.ts';
import { isInRange } from './range.ts';
import { versionSchemes } from './version-schemes.ts';

const { semver } = versionSchemes;

describe('isInRange', () => {
  it.each<[string, AffectedRange, string]>([
    ['1.0.0', { introduced: '0' }, 'inside'],
    ['0.0.0-0', { introduced: '0', fixed: '1.0.0' }, 'inside'],
    ['1.0.0-rc.1', { introduced: '0', fixed: '1.0.0' }, 'inside'],
    ['1.0.0', { introduced: '0', fixed: '1.0.0' }, 'outside'],
    ['1.0.0', { introduced: '0', lastAffected: '1.0.0' }, 'inside'],
    ['1.0.1', { introduced: '0', lastAffected: '1.0.0' }, 'outside'],
    ['1.0.0', { introduced: '1.0.0', fixed: '2.0.0' }, 'inside'],
    ['1.0.0-rc.1', { introduced: '1.0.0' }, 'outside'],
    ['9.0.0', { introduced: '1.0.0' }, 'inside'],
    ['0.0.0-rc.1', { introduced: '0.0.0' }, 'outside'],
    ['1.5.0', { introduced: '0', fixed: '2.0.0', lastAffected: '1.4.0' }, 'outside'],
    // Not readable: the version, then a bound.
    ['(devel)', { introduced: '0' }, 'inside'],
    ['(devel)', { introduced: '0', fixed: '1.0.0' }, 'undecided'],
    ['(devel)', { introduced: '1.0.0' }, 'undecided'],
    ['1.0.0', { introduced: '0', fixed: 'soon' }, 'undecided'],
    ['1.0.0', { introduced: 'then', fixed: '2.0.0' }, 'undecided'],
    ['1.0.0', { introduced: '0', lastAffected: 'soon' }, 'undecided'],
    ['2.0.0', { introduced: 'then', fixed: '2.0.0' }, 'outside'],
    ['1.0.0', { introduced: '1.0.1', fixed: 'soon' }, 'outside'],
    ['', { introduced: '0', lastAffected: '1.0.0' }, 'undecided'],
  ])('%j in %j is %s', (version, range, expected) => {
    expect(isInRange(semver, version, range)).toBe(expected);
  });
});

interface OsvEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
}

interface OsvCase {
  readonly vuln: {
    readonly affected: readonly {
      readonly package: { readonly ecosystem: string; readonly name: string };
      readonly ranges?: readonly { readonly type: string; readonly events: readonly OsvEvent[] }[];
      readonly versions?: readonly string[];
    }[];
  };
  readonly package: { readonly name: string; readonly version: string; readonly purlType: string };
  readonly affected: boolean;
}

const cases = join(casesRoot, 'osv-affected/cases.jsonl');

describeCases(osvAffected, () => {
  it('agree; a package without a version is undecided, where scalibr says affected', () => {
    const rows = readFileSync(cases, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as OsvCase);
    const tally = new Map<string, number>();
    const disagreeing: OsvCase[] = [];
    for (const row of rows) {
      const answer = answerOf(row);
      if (answer === 'undecided' ? row.package.version !== '' : (answer === 'affected') !== row.affected) disagreeing.push(row);
      tally.set(answer, (tally.get(answer) ?? 0) + 1);
    }
    expect(disagreeing).toEqual([]);
    expect(Object.fromEntries(tally)).toEqual({ affected: 49, 'not-affected': 46, undecided: 8 });
    expect(rows).toHaveLength(osvAffected.count);
  });
  // The four rows of tables.jsonl are about names (stdlib) and epochs of packages, which catalogers and sources decide.
});

function answerOf({ vuln, package: { name, version } }: OsvCase): string {
  const own = vuln.affected.filter((each) => each.package.ecosystem === 'npm' && each.package.name === name);
  if (own.length === 0) return 'not-affected';
  const ranges = own.flatMap((each) => each.ranges ?? []).flatMap(({ events }) => toRanges(events));
  return judgeVersion(
    semver,
    version,
    ranges,
    own.flatMap((each) => each.versions ?? []),
  ).answer;
}

/** OSV schema, "Evaluation": events in the order of their versions; `introduced: 0` comes first. */
function toRanges(events: readonly OsvEvent[]): readonly AffectedRange[] {
  const ranges: AffectedRange[] = [];
  for (const event of [...events].sort((x, y) =>
    isStart(x) || isStart(y) ? Number(isStart(y)) - Number(isStart(x)) : semver.compare(versionOf(x), versionOf(y)),
  )) {
    if (event.introduced !== undefined) ranges.push({ introduced: event.introduced });
    else ranges.push({ introduced: '0', ...ranges.pop(), ...event });
  }
  return ranges;
}

function isStart({ introduced }: OsvEvent): boolean {
  return introduced === '0';
}

function versionOf({ introduced, fixed, lastAffected }: OsvEvent): string {
  return introduced ?? fixed ?? lastAffected ?? '';
}
