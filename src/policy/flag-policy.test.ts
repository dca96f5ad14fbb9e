import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { type Finding } from '../model/finding.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Evidence } from '../model/package.ts';
import { type ScanReport } from '../model/report.ts';
import { type TrustAction, type TrustVerdict } from '../model/trust/trust-verdict.ts';
import { flagPolicy, type FlagPolicyOptions } from './flag-policy.ts';

interface Sketch {
  readonly severity?: string;
  /** `''` is no fix yet. */
  readonly fixed?: string;
  readonly state?: 'wont-fix';
  readonly evidence?: Evidence;
  readonly isExploited?: boolean;
  readonly isMalware?: boolean;
  readonly isSuppressed?: boolean;
  readonly issues?: readonly Issue[];
  readonly scheme?: string;
}

/** One package with one flaw, as the matcher finds it. */
function report(sketch: Sketch): ScanReport {
  const packages = [makePackage('npm/a 1.0.0', sketch.evidence === undefined ? {} : { evidence: sketch.evidence })];
  const { findings } = matchSituation({
    packages,
    facts: [{ on: 'npm/a', id: 'CVE-2024-0001', fixed: sketch.fixed ?? '2.0.0', rated: [`ghsa:${sketch.severity ?? 'high'}`], ...(sketch.state === undefined ? {} : { state: sketch.state }), ...(sketch.isMalware === true ? { isMalware: true } : {}) }],
    enrichments: sketch.isExploited === true ? { 'CVE-2024-0001': { knownExploited: { addedOn: '2024-01-01', isRansomware: false } } } : {},
  }); // prettier-ignore
  const suppressed: readonly Finding[] = findings.map((finding) => ({ ...finding, suppression: { reason: 'r', origin: 'o' } }));
  const issues = sketch.issues ?? [];
  return {
    target: { name: 'x', scheme: sketch.scheme ?? 'oci-dir', platform: { os: 'linux', architecture: 'amd64' }, layers: [] },
    packages,
    findings: sketch.isSuppressed === true ? suppressed : findings,
    issues,
    completeness: issues.length === 0 ? 'complete' : 'partial',
    startedAt: new Date('2026-01-01'),
    durationMs: 1,
    advisories: { kind: 'database', shards: [], sources: [] },
  };
}

const gate = { ignoreUnfixed: false, exitCode: 1, allowIncomplete: false };
const error = makeIssue('ADVISORIES_MISSING', 'match', 'none');
const warning = makeIssue('ADVISORIES_STALE', 'store', 'old');

describe('exit codes', () => {
  it.each<[string, number, Sketch, Partial<FlagPolicyOptions>]>([
    ['no gate was asked for', 0, {}, { exitCode: 0 }],
    ['a finding', 1, {}, {}],
    ['the number that was asked for', 17, {}, { exitCode: 17 }],
    ['of a chosen severity', 1, {}, { severities: ['critical', 'high'] }],
    ['of another severity', 0, { severity: 'low' }, { severities: ['critical', 'high'] }],
    ['no chosen severity', 0, {}, { severities: [] }],
    ['without a fix', 1, { fixed: '' }, {}],
    ['without a fix, ignored', 0, { fixed: '' }, { ignoreUnfixed: true }],
    ['the vendor will not fix it', 1, { fixed: '', state: 'wont-fix' }, {}],
    ['the vendor will not fix it, ignored', 0, { fixed: '', state: 'wont-fix' }, { ignoreUnfixed: true }],
    ['only the first lane, by choice', 0, { fixed: '' }, { lanes: ['fix-now'] }],
    ['malware does not wait for a fix', 1, { fixed: '', isMalware: true }, { ignoreUnfixed: true }],
    ['known exploited, whatever was left out', 1, { fixed: '', severity: 'low', isExploited: true }, { ignoreUnfixed: true, severities: ['critical'] }],
    ['known exploited, and no gate was asked for', 0, { isExploited: true }, { exitCode: 0 }],
    ['known exploited and suppressed', 0, { isExploited: true, isSuppressed: true }, {}],
    ['suppressed', 0, { isSuppressed: true }, {}],
    ['only claimed', 0, { evidence: 'claimed', isExploited: true }, {}],
    ['metadata without code', 0, { evidence: 'orphan' }, {}],
    ['vendored', 1, { evidence: 'vendored' }, {}],
    ['proved by an executable', 1, { evidence: 'binary' }, {}],
    ['declared inside an image', 0, { evidence: 'declared' }, {}],
    ['declared in a source tree', 1, { evidence: 'declared', scheme: 'dir' }, {}],
    ['not looked at, and no gate was asked for', 4, { issues: [error] }, { exitCode: 0 }],
    ['not looked at, and the gate passed', 4, { issues: [error], severity: 'low' }, { severities: ['high'] }],
    ['not looked at, and accepted', 0, { issues: [error] }, { exitCode: 0, allowIncomplete: true }],
    ['a failed gate wins over not looked at', 1, { issues: [error] }, {}],
    ['looked at with less certainty', 0, { issues: [warning] }, { exitCode: 0 }],
  ])('%s: %i', (_, expected, sketch, options) => {
    expect(flagPolicy({ ...gate, ...options }).decide(report(sketch)).exitCode).toBe(expected);
  }); // prettier-ignore
});

describe('who signed is a gate of its own', () => {
  const trust = (isTrusted: boolean, action: TrustAction): ScanReport => {
    const verdict: TrustVerdict = {
      image: 'x',
      isTrusted,
      action,
      policy: 'p',
      trusted: [],
      attestations: [],
      refused: [],
      failures: [],
      notices: [],
    };
    return { ...report({ severity: 'low', evidence: 'claimed' }), trust: verdict };
  };
  it.each<[boolean, TrustAction, number, number]>([
    [true, 'enforce', 0, 0],
    [true, 'enforce', 7, 0],
    [false, 'enforce', 0, 1],
    [false, 'enforce', 7, 7],
    [false, 'forbid', 0, 1],
    [false, 'warn', 0, 0],
    [false, 'ignore', 0, 0],
  ])('trusted %s, %s, --exit-code %i: %i', (isTrusted, action, exitCode, expected) => {
    const decision = flagPolicy({ ...gate, exitCode }).decide(trust(isTrusted, action));
    expect([decision.exitCode, decision.verdict]).toEqual([expected, expected === 0 ? 'pass' : 'fail']);
    const mayPass = action === 'warn' || action === 'ignore';
    const text = mayPass ? `the image need not be signed (${action} for p)` : 'the image is signed by whom the policy trusts (p)';
    expect(decision.statements[0]).toEqual({ text, isMet: expected === 0, violatedBy: [] });
  });
});

describe('statements', () => {
  const [finding] = report({}).findings;
  const broken = [finding?.fingerprint];

  it('say in words what failed and what broke it', () => {
    expect(flagPolicy({ ...gate, severities: ['high', 'critical'], ignoreUnfixed: true }).decide(report({ isExploited: true }))).toEqual({
      verdict: 'fail',
      exitCode: 1,
      statements: [
        { text: 'no finding of severity critical or high that has a fix', isMet: false, violatedBy: broken },
        { text: 'no finding that is known to be exploited', isMet: false, violatedBy: broken },
        { text: 'everything could be looked at', isMet: true, violatedBy: [] },
      ],
    });
  });

  it.each<[string, Partial<FlagPolicyOptions>]>([
    ['no finding', {}],
    ['no finding', { severities: ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] }],
    ['no finding of severity none', { severities: [] }],
    ['no finding of severity medium', { severities: ['medium'] }],
    ['no finding of severity critical, high or low', { severities: ['low', 'high', 'critical'] }],
    ['no finding that has a fix in lane fix now or wont fix', { ignoreUnfixed: true, lanes: ['fix-now', 'wont-fix'] }],
  ])('%s', (text, options) => {
    expect(flagPolicy({ ...gate, ...options }).decide(report({})).statements[0]?.text).toBe(text);
  });

  it('are only about completeness where no gate was asked for', () => {
    expect(flagPolicy({ ...gate, exitCode: 0 }).decide(report({ issues: [error] }))).toEqual({
      verdict: 'not-asked',
      exitCode: 4,
      statements: [{ text: 'everything could be looked at', isMet: false, violatedBy: [] }],
    });
    expect(flagPolicy({ ...gate, exitCode: 0, allowIncomplete: true }).decide(report({ issues: [error] }))).toEqual({
      verdict: 'not-asked',
      exitCode: 0,
      statements: [{ text: 'what could not be looked at is accepted', isMet: true, violatedBy: [] }],
    });
  });

  it('leave the report as it is', () => {
    const before = report({});
    expect(flagPolicy(gate).apply(before, new Date('2026-01-01'))).toBe(before);
  });
});
