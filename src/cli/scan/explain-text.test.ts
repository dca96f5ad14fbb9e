import { expect, it } from 'vitest';
import { factsOf, makePackage } from '../../../test/support/match-fixtures.ts';
import { explainFlaw } from '../../match/explain-flaw.ts';
import { matchPackages } from '../../match/match-packages.ts';
import { type ScanReport } from '../../model/report.ts';
import { formatExplained, formatExplainedJson } from './explain-text.ts';

const packages = [makePackage('debian@12/zlib 1.0'), makePackage('debian@12/libcurl4 7.88.1-10', { source: 'curl 7.88.1-10' })];
const facts = factsOf([
  { on: 'debian@12/curl', id: 'CVE-2026-0001', source: 'debian-tracker', fixed: '7.88.1-12', own: 'debian:high', rated: ['nvd:critical'] },
  { on: 'debian@12/zlib', id: 'CVE-2026-0001', source: 'debian-tracker', fixed: '0.9' },
]);
const matched = matchPackages({ packages, facts, coverageOf: () => 'covered', now: new Date('2026-11-30T00:00:00Z') });
const ids = new Set(['CVE-2026-0001']);

function explained(suppression?: object): Parameters<typeof formatExplained>[1] {
  const findings = matched.findings.map((finding) => (suppression === undefined ? finding : { ...finding, suppression }));
  const report = {
    target: { name: 'app:1', platform: { os: 'linux', architecture: 'amd64' } },
    packages,
    findings,
    issues: [],
  } as unknown as ScanReport;
  return [{ report, ids, facts: explainFlaw(packages, facts, ids) }];
}

it('shows packages that have the flaw first, with the comparisons and the ratings', () => {
  expect([...formatExplained('CVE-2026-0001', explained(), 80)].join('')).toBe(`CVE-2026-0001 in app:1, linux/amd64

AFFECTED  libcurl4 7.88.1-10 (source curl 7.88.1-10)
  debian-tracker: CVE-2026-0001 for debian@12/curl: affected, decides
    7.88.1-10 < 7.88.1-12 (fixed)
  Reported as CVE-2026-0001: high by debian (debian high, nvd critical); fixed
    in 7.88.1-12; lane fix-now.

NOT AFFECTED  zlib 1.0
  debian-tracker: CVE-2026-0001 for debian@12/zlib: not affected
    1.0 > 0.9 (fixed)
`);
});

it('says what suppressed a finding', () => {
  const text = [...formatExplained('CVE-2026-0001', explained({ reason: 'not reachable', origin: '.trivyignore:3' }), 200)].join('');
  expect(text).toContain('SUPPRESSED  libcurl4 7.88.1-10');
  expect(text).toContain('lane fix-now. Suppressed by .trivyignore:3: not reachable');
});

it('says so when no advisory names a package', () => {
  const [target] = explained();
  expect([...formatExplained('CVE-1', [{ ...target!, facts: [] }], 80)].join('')).toBe(`CVE-1 (CVE-2026-0001) in app:1, linux/amd64
  No advisory about it names any of the 2 packages. Every advisory about it:
    pratique db search CVE-1
`);
});

it('writes JSON for programs', () => {
  const { query, targets } = JSON.parse(formatExplainedJson('CVE-2026-0001', explained())) as {
    query: string;
    targets: { facts: { key: string; outcome: string }[]; findings: { id: string }[] }[];
  };
  expect(query).toBe('CVE-2026-0001');
  expect(targets[0]?.facts.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual([
    'debian@12/zlib not-affected',
    'debian@12/curl affected',
  ]);
  expect(targets[0]?.findings.map(({ id }) => id)).toEqual(['CVE-2026-0001']);
});
