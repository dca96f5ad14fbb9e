import { describe, expect, it } from 'vitest';
import { makeCleanReport } from '../../../test/support/sample-report.ts';
import { makePackage, matchSituation, type Situation } from '../../../test/support/match-fixtures.ts';
import { type ScanReport } from '../../model/report.ts';
import { eventsBetween, stateOf } from './watch-state.ts';

function report(facts: Situation['facts'], more: Partial<Situation> = {}): ScanReport {
  const packages = [makePackage('npm/a 1.0.0'), makePackage('npm/b 1.0.0')];
  return { ...makeCleanReport(), packages, findings: matchSituation({ packages, facts, ...more }).findings };
}
const fact = (name: string, id: string, fixed: string) => ({ on: `npm/${name}`, id, fixed, rated: ['ghsa:high'] });
const before = report([fact('a', 'CVE-2024-0001', '')]);
const bases = { 'debian:12': 'sha256:1' };

function events(after: ScanReport, now = bases) {
  return eventsBetween(stateOf(before, bases), stateOf(after, now), after).map(({ kind, findings }) => [kind, ...(findings ?? [])]);
}

describe('eventsBetween', () => {
  it('remembers at the first look, and says nothing of what did not change', () => {
    expect(eventsBetween(undefined, stateOf(before, bases), before)).toEqual([]);
    expect(events(before)).toEqual([]);
  });

  it('reports a fix of a known finding, and a new finding with and without a fix', () => {
    expect(events(report([fact('a', 'CVE-2024-0001', '2.0.0'), fact('b', 'CVE-2024-0002', '2.0.0'), fact('b', 'CVE-2024-0003', '')]))).toEqual([
      ['fix-available', 'CVE-2024-0001', 'CVE-2024-0002'],
      ['new-finding', 'CVE-2024-0003'],
    ]);
  }); // prettier-ignore

  it('reports what is known to be exploited', () => {
    const enrichments = { 'CVE-2024-0009': { knownExploited: { addedOn: '2026-01-01', isRansomware: false } } };
    expect(events(report([fact('a', 'CVE-2024-0001', ''), fact('b', 'CVE-2024-0009', '')], { enrichments }))).toEqual([
      ['exploited', 'CVE-2024-0009'],
      ['new-finding', 'CVE-2024-0009'],
    ]);
  });

  it('reports that a base moved, and starts anew with an image that was rebuilt', () => {
    expect(events(before, { 'debian:12': 'sha256:2' })).toEqual([['base-moved']]);
    const rebuilt = { ...report([fact('b', 'CVE-2024-0002', '2.0.0')]), target: { ...before.target, manifestDigest: `sha256:${'9'.repeat(64)}` as never } };
    expect(events(rebuilt)).toEqual([['image-changed']]);
  }); // prettier-ignore
});
