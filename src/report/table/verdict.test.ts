import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation, type Situation } from '../../../test/support/match-fixtures.ts';
import { makeCleanReport } from '../../../test/support/sample-report.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Severity } from '../../model/severity.ts';
import { flagPolicy, type FlagPolicyOptions } from '../../policy/flag-policy.ts';
import { planActions } from '../../remedy/plan-actions.ts';
import { viewReport } from '../report-view.ts';
import { verdictOf } from './verdict.ts';

const fixable = { on: 'npm/a', id: 'CVE-2024-0001', fixed: '2.0.0', rated: ['ghsa:critical'] } as const;
const open = { on: 'npm/b', id: 'CVE-2024-0002', fixed: '', rated: ['ghsa:high'] } as const;
const unrated = { on: 'npm/c', id: 'CVE-2024-0003', fixed: '2.0.0' } as const;
const error = makeIssue('ADVISORIES_MISSING', 'match', 'none');
const warning = makeIssue('ADVISORIES_STALE', 'advisories', 'old');

function report(facts: Situation['facts'], issues: readonly Issue[] = [], enrichments: Situation['enrichments'] = {}): ScanReport {
  const packages = ['a', 'b', 'c'].map((name) => makePackage(`npm/${name} 1.0.0`));
  const { findings } = matchSituation({ packages, facts, enrichments });
  const completeness = issues.length === 0 ? 'complete' : 'partial';
  return { ...makeCleanReport(), packages, findings, plan: planActions(findings, packages), issues, completeness };
}

function tell(scanned: ScanReport, options: Partial<FlagPolicyOptions>, severities?: readonly Severity[]): string {
  const policy = { ignoreUnfixed: false, exitCode: 0, allowIncomplete: false, ...options };
  const decision = flagPolicy(severities === undefined ? policy : { ...policy, severities }).decide(scanned);
  const { word, sentence, tone } = verdictOf(
    viewReport({ report: scanned, decision }, severities === undefined ? {} : { severities: new Set(severities) }),
  );
  return `${word} | ${sentence} | ${tone}`;
}

describe('with a gate', () => {
  const gate = { exitCode: 1 };
  it.each<[ScanReport, Partial<FlagPolicyOptions>, readonly Severity[] | undefined, string]>([
    [report([fixable, open]), gate, undefined, 'FAIL: 1 critical, 1 high | Do not ship: 2 findings fail the policy; 1 of them can be fixed. | bad'],
    [report([fixable]), gate, ['critical'], 'FAIL: 1 critical | Do not ship: 1 finding fails the policy; it has a fix. | bad'],
    [report([open]), gate, undefined, 'FAIL: 1 high | Do not ship: 1 finding fails the policy; none has a fix. | bad'],
    [report([open], [], { 'CVE-2024-0002': { knownExploited: { addedOn: '2024-01-01', isRansomware: false } } }), gate, ['critical'], 'FAIL: 1 high, 1 exploited | Do not ship: 1 finding fails the policy; none has a fix. | bad'],
    [report([open]), gate, ['critical'], 'PASS | OK to ship: no findings of severity critical. | good'],
    [report([unrated]), gate, ['critical'], 'PASS | OK to ship by this policy, but 1 finding of unknown severity not counted by the gate. | good'],
    [report([open], [warning]), gate, ['critical'], 'PASS | OK to ship by this policy, but 1 warning lowers confidence. | good'],
    [report([open], [error]), gate, ['critical'], 'INCOMPLETE: 1 part not scanned | No verdict: 1 part could not be scanned. The policy passes for the scanned content. | caution'],
    [report([open], [error]), { ...gate, allowIncomplete: true }, ['critical'], 'PASS | OK to ship by this policy, but 1 part could not be scanned, which --allow-incomplete accepts. | good'],
    [report([fixable], [error]), gate, ['critical'], 'FAIL: 1 critical | Do not ship: 1 finding fails the policy; it has a fix. | bad'],
  ])('%#', (scanned, options, severities, expected) => {
    expect(tell(scanned, options, severities)).toBe(expected);
  }); // prettier-ignore
});

describe('with --verify and no gate for findings', () => {
  const signed = (scanned: ScanReport, isTrusted = true): ScanReport => ({
    ...scanned,
    trust: { image: 'app', isTrusted, policy: 'ghcr.io/**', action: isTrusted ? 'enforce' : 'warn', trusted: [], attestations: [], refused: [], failures: [], notices: [] },
  });
  it.each<[ScanReport, Partial<FlagPolicyOptions>, string]>([
    [signed(report([fixable])), {}, 'FIXES AVAILABLE | Signed as ghcr.io/** requires. No gate judges findings. Fix before you ship: the finding can be fixed now (1 critical). | caution'],
    [signed(report([])), {}, 'NO FINDINGS | Signed as ghcr.io/** requires. No gate judges findings. OK to ship: no known vulnerabilities in 3 packages. | good'],
    [signed(report([], [error])), {}, 'INCOMPLETE: 1 part not scanned | Signed as ghcr.io/** requires. No gate judges findings. No verdict: 1 part could not be scanned. No findings in the scanned content. | caution'],
    [signed(report([]), false), {}, 'NO FINDINGS | Not signed as ghcr.io/** requires (policy: warn). No gate judges findings. No known vulnerabilities in 3 packages. | caution'],
    [signed(report([])), { exitCode: 1 }, 'PASS | OK to ship: signed as ghcr.io/** requires; no findings. | good'],
  ])('%#', (scanned, options, expected) => {
    expect(tell(scanned, options)).toBe(expected);
  });
}); // prettier-ignore

describe('without a gate', () => {
  it.each<[ScanReport, readonly Severity[] | undefined, string]>([
    [report([fixable, open]), undefined, 'FIXES AVAILABLE | Fix before you ship: 1 of 2 findings can be fixed now (1 critical). | caution'],
    [report([fixable]), undefined, 'FIXES AVAILABLE | Fix before you ship: the finding can be fixed now (1 critical). | caution'],
    [report([open], [warning]), undefined, 'NO FIXES AVAILABLE | Nothing to fix now: 1 finding has no fix (1 high). | caution'],
    [report([open], [error]), undefined, 'INCOMPLETE: 1 part not scanned | No verdict: 1 part could not be scanned. Nothing to fix now: 1 finding has no fix (1 high). | caution'],
    [report([]), undefined, 'NO FINDINGS | OK to ship: no known vulnerabilities in 3 packages. | good'],
    [report([open]), ['critical'], 'NO FINDINGS | OK to ship: no findings left by the filters in 3 packages. | good'],
    [report([], [warning, warning]), undefined, 'UNCERTAIN: 2 warnings | Uncertain: no known vulnerabilities in 3 packages, but 2 warnings lower confidence. | caution'],
    [report([], [error, warning]), undefined, 'INCOMPLETE: 1 part not scanned | No verdict: 1 part could not be scanned. No findings in the scanned content. | caution'],
    [{ ...report([], [error]), completeness: 'none' }, undefined, 'INCOMPLETE | No verdict: nothing could be scanned. | caution'],
  ])('%#', (scanned, severities, expected) => {
    expect(tell(scanned, {}, severities)).toBe(expected);
  }); // prettier-ignore
});
