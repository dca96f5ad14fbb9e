import { describe, expect, it } from 'vitest';
import { type FactSketch, makePackage, matchSituation } from '../../../test/support/match-fixtures.ts';
import { makeSampleReport } from '../../../test/support/sample-report.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { flagPolicy } from '../flag-policy.ts';
import { chooseBaseline } from './choose-baseline.ts';
import { compareWithBaseline } from './compare-with-baseline.ts';

const sample = makeSampleReport();

function report(packages: readonly string[], facts: readonly FactSketch[], changed: Partial<ScanReport> = {}): ScanReport {
  const made = packages.map((text) => makePackage(text));
  const { findings } = matchSituation({ packages: made, facts });
  return { ...sample, packages: made, findings, issues: [], completeness: 'complete', plan: [], ...changed };
}

function changesOf(now: ScanReport, before: ScanReport): Readonly<Record<string, string | undefined>> {
  const { findings, baseline } = compareWithBaseline(now, before);
  const changes = findings.map((finding) => [finding.kind === 'vulnerability' ? finding.id : finding.ruleId, finding.change] as const);
  return Object.fromEntries([...changes, ...(baseline?.fixed ?? []).map(({ id }) => [id, 'fixed'] as const)]);
}

const known: FactSketch = { on: 'npm/a', id: 'CVE-2024-0001' };
const later: FactSketch = { on: 'npm/a', id: 'CVE-2024-0002' };

describe('the change of a finding', () => {
  it.each<[string, ScanReport, ScanReport, Readonly<Record<string, string>>]>([
    ['is introduced with a package', report(['npm/a 1.0.0'], [known]), report(['npm/b 1.0.0'], []), { 'CVE-2024-0001': 'introduced' }],
    ['is introduced with a version', report(['npm/a 1.0.0'], [{ ...known, ranges: [{ introduced: '1.0.0' }] }]), report(['npm/a 0.9.0'], [{ ...known, ranges: [{ introduced: '1.0.0' }] }]), { 'CVE-2024-0001': 'introduced' }],
    ['is disclosed where the package was there', report(['npm/a 1.0.0'], [known, later]), report(['npm/a 1.0.0'], [known]), { 'CVE-2024-0001': 'pre-existing', 'CVE-2024-0002': 'disclosed' }],
    ['is pre-existing after an upgrade that does not fix it', report(['npm/a 1.1.0'], [known]), report(['npm/a 1.0.0'], [known]), { 'CVE-2024-0001': 'pre-existing' }],
    ['is pre-existing where the flaw has got a CVE since', report(['npm/a 1.0.0'], [{ on: 'npm/a', id: 'GHSA-aaaa-bbbb-cccc', aliases: ['CVE-2024-0001'] }]), report(['npm/a 1.0.0'], [{ on: 'npm/a', id: 'GHSA-aaaa-bbbb-cccc' }]), { 'CVE-2024-0001': 'pre-existing' }],
    ['is fixed where it is gone', report(['npm/a 2.0.0'], []), report(['npm/a 1.0.0'], [known]), { 'CVE-2024-0001': 'fixed' }],
    ['is its own for each package', report(['npm/a 1.0.0', 'npm/b 1.0.0'], [known, { on: 'npm/b', id: 'CVE-2024-0003' }]), report(['npm/a 1.0.0'], [known]), { 'CVE-2024-0001': 'pre-existing', 'CVE-2024-0003': 'introduced' }],
  ])('%s', (_, now, before, expected) => {
    expect(changesOf(now, before)).toEqual(expected);
  }); // prettier-ignore

  it('is introduced for a rule that had no finding', () => {
    const rule: RuleFinding = { kind: 'secret', ruleId: 'key', aliases: [], title: 't', message: 'm', remediation: 'r', references: [], fingerprint: 'f', severity: 'high', lane: 'fix-now', locations: [] };
    expect(changesOf(report([], [], { findings: [rule] }), report([], []))).toEqual({ key: 'introduced' });
    expect(changesOf(report([], [], { findings: [rule] }), report([], [], { findings: [rule] }))).toEqual({ key: 'pre-existing' });
  }); // prettier-ignore
});

describe('the gate with a baseline', () => {
  const before = report(['npm/a 1.0.0'], [known]);
  const now = compareWithBaseline(report(['npm/a 1.0.0', 'npm/b 1.0.0'], [known, later, { on: 'npm/b', id: 'CVE-2024-0003' }]), before);
  const options = { exitCode: 1, ignoreUnfixed: false, allowIncomplete: false } as const;

  it.each([
    [undefined, '1 finding introduced since the baseline'],
    [['disclosed'], '1 finding disclosed since the baseline'],
    [['introduced', 'disclosed'], '2 findings introduced or disclosed since the baseline'],
    [['introduced', 'disclosed', 'pre-existing'], '3 findings introduced, disclosed or pre-existing since the baseline'],
  ] as const)('counts %j', (changes, text) => {
    const { statements, exitCode } = flagPolicy({ ...options, ...(changes === undefined ? {} : { changes }) }).decide(now);
    expect([statements[0]?.text, exitCode]).toEqual([text, 1]);
  });

  it('passes where nothing is new', () => {
    expect(flagPolicy(options).decide(compareWithBaseline(before, before))).toMatchObject({ verdict: 'pass', exitCode: 0 });
  });

  it('warns of what is known to be exploited and was there before', () => {
    const exploited = { ...before, findings: before.findings.map((finding) => ({ ...finding, enrichment: { knownExploited: { addedOn: '2026-01-01', isRansomware: false } } })) } as ScanReport;
    const { statements, exitCode } = flagPolicy(options).decide(compareWithBaseline(exploited, exploited));
    expect(exitCode).toBe(0);
    expect(statements.filter(({ isWarning }) => isWarning).map(({ text }) => text)).toEqual(['1 finding known to be exploited, as in the baseline, not counted by the gate']);
  }); // prettier-ignore
});

describe('a baseline', () => {
  const complete = report([], []);
  const incomplete = { ...complete, issues: sample.issues, completeness: 'partial' as const };

  it('is the report of the same platform, and of the same name where there are several', () => {
    const arm = { ...complete, target: { ...complete.target, platform: { os: 'linux', architecture: 'arm64' } } };
    expect(chooseBaseline(arm, [complete, arm], false)).toBe(arm);
    const other = { ...complete, target: { ...complete.target, name: 'other' } };
    expect(chooseBaseline(complete, [other, complete], false)).toBe(complete);
    expect(chooseBaseline(complete, [other], false)).toBe(other);
    expect(() => chooseBaseline(arm, [complete], false)).toThrow('the baseline has no report to compare');
  });

  it('is refused when its scan is incomplete, unless its gaps are accepted', () => {
    expect(() => chooseBaseline(complete, [incomplete], false)).toThrow(expect.objectContaining({ code: 'BASELINE_UNUSABLE' }) as Error);
    expect(chooseBaseline(complete, [incomplete], true)).toBe(incomplete);
  });

  it('is refused when it was not scanned for all that the report was', () => {
    const now = { ...complete, scannedFor: ['vulnerability', 'secret'] as const };
    expect(() => chooseBaseline(now, [complete], false)).toThrow('was not scanned for every kind of findings (secret)');
  });
});
