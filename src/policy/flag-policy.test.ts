import { describe, expect, it } from 'vitest';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { type Finding } from '../model/finding.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type Evidence } from '../model/package.ts';
import { type ReachState } from '../model/reach.ts';
import { type ScanReport } from '../model/report.ts';
import { type TrustAction, type TrustVerdict } from '../model/trust/trust-verdict.ts';
import { flagPolicy, type FlagPolicyOptions, type GateEffect } from './flag-policy.ts';

interface Sketch {
  readonly severity?: string;
  /** `''` is no fix yet. */
  readonly fixed?: string;
  readonly state?: 'wont-fix';
  readonly evidence?: Evidence;
  readonly isExploited?: boolean;
  readonly isMalware?: boolean;
  readonly isSuppressed?: boolean;
  readonly reach?: ReachState;
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
  const { reach } = sketch;
  const labelled: readonly Finding[] =
    reach === undefined ? findings : findings.map((finding) => ({ ...finding, reach: { state: reach } }));
  const issues = sketch.issues ?? [];
  return {
    target: { name: 'x', scheme: sketch.scheme ?? 'oci-dir', platform: { os: 'linux', architecture: 'amd64' }, layers: [] },
    packages,
    findings: sketch.isSuppressed === true ? suppressed : labelled,
    plan: [],
    scannedFor: ['vulnerability'],
    issues,
    completeness: issues.length === 0 ? 'complete' : 'partial',
    startedAt: new Date('2026-01-01'),
    durationMs: 1,
    advisories: { kind: 'database', shards: [], sources: [] },
  };
}

const gate = { ignoreUnfixed: false, exitCode: 1, allowIncomplete: false };
const error = makeIssue('ADVISORIES_MISSING', 'match', 'none');
const python = makeIssue('PACKAGES_NOT_READ', 'catalog', 'none', { contentKind: 'python' });
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
    ['not reached', 1, { reach: 'not-referenced' }, {}],
    ['not reached, and that is asked for', 0, { reach: 'not-referenced' }, { ignoreUnreached: true }],
    ['not known to be reached', 1, { reach: 'unknown' }, { ignoreUnreached: true }],
    ['not labelled', 1, {}, { ignoreUnreached: true }],
    ['not reached and known to be exploited', 1, { reach: 'not-referenced', isExploited: true }, { ignoreUnreached: true }],
    ['without a fix, ignored', 0, { fixed: '' }, { ignoreUnfixed: true }],
    ['the vendor will not fix it', 1, { fixed: '', state: 'wont-fix' }, {}],
    ['the vendor will not fix it, ignored', 0, { fixed: '', state: 'wont-fix' }, { ignoreUnfixed: true }],
    ['only the first lane, by choice', 0, { fixed: '' }, { lanes: ['fix-now'] }],
    ['malware does not wait for a fix', 1, { fixed: '', isMalware: true }, { ignoreUnfixed: true }],
    ['known exploited, whatever was left out', 1, { fixed: '', severity: 'low', isExploited: true }, { ignoreUnfixed: true, severities: ['critical'] }],
    ['known exploited, told only', 0, { severity: 'low', isExploited: true }, { severities: ['critical'], knownExploited: 'warn' }],
    ['known exploited, accepted', 0, { severity: 'low', isExploited: true }, { severities: ['critical'], knownExploited: 'pass' }],
    ['known exploited, accepted, and of a chosen severity', 1, { severity: 'critical', isExploited: true }, { severities: ['critical'], knownExploited: 'pass' }],
    ['of unknown severity, by default', 0, { severity: 'unknown' }, { severities: ['high'] }],
    ['of unknown severity, which fails', 1, { severity: 'unknown' }, { severities: ['high'], unknownSeverity: 'fail' }],
    ['of unknown severity, which fails, but without a fix and ignored', 0, { severity: 'unknown', fixed: '' }, { severities: ['high'], unknownSeverity: 'fail', ignoreUnfixed: true }],
    ['of unknown severity, accepted', 0, { severity: 'unknown' }, { severities: ['high'], unknownSeverity: 'pass' }],
    ['of unknown severity, which was chosen', 1, { severity: 'unknown' }, { severities: ['unknown'], unknownSeverity: 'pass' }],
    ['of unknown severity, and any counts', 1, { severity: 'unknown' }, {}],
    ['known exploited, and no gate was asked for', 0, { isExploited: true }, { exitCode: 0 }],
    ['known exploited and suppressed', 0, { isExploited: true, isSuppressed: true }, {}],
    ['suppressed', 0, { isSuppressed: true }, {}],
    ['only claimed', 0, { evidence: 'claimed', isExploited: true }, {}],
    ['metadata without code', 0, { evidence: 'orphan' }, {}],
    ['vendored', 1, { evidence: 'vendored' }, {}],
    ['proved by an executable', 1, { evidence: 'binary' }, {}],
    ['declared inside an image', 0, { evidence: 'declared' }, {}],
    ['declared in a source tree', 1, { evidence: 'declared', scheme: 'dir' }, {}],
    ['a kind that was not scanned, accepted by name', 0, { issues: [python], severity: 'low' }, { severities: ['high'], allowIncomplete: ['Python'] }],
    ['another kind accepted', 4, { issues: [python], severity: 'low' }, { severities: ['high'], allowIncomplete: ['java'] }],
    ['one of two kinds accepted', 4, { issues: [python, error] }, { exitCode: 0, allowIncomplete: ['python'] }],
    ['both accepted, one by its issue code', 0, { issues: [python, error] }, { exitCode: 0, allowIncomplete: ['python', 'advisories_missing'] }],
    ['not looked at, and no gate was asked for', 4, { issues: [error] }, { exitCode: 0 }],
    ['not looked at, and the gate passed', 4, { issues: [error], severity: 'low' }, { severities: ['high'] }],
    ['not looked at, and accepted', 0, { issues: [error] }, { exitCode: 0, allowIncomplete: true }],
    ['a failed gate takes precedence over content that was not scanned', 1, { issues: [error] }, {}],
    ['looked at with less certainty', 0, { issues: [warning] }, { exitCode: 0 }],
  ])('%s: %i', (_, expected, sketch, options) => {
    expect(flagPolicy({ ...gate, ...options }).decide(report(sketch)).exitCode).toBe(expected);
  }); // prettier-ignore
});

describe('signatures are a separate gate', () => {
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
  it.each<[boolean, TrustAction, number, number, string]>([
    [true, 'enforce', 0, 0, 'signed as p requires'],
    [true, 'enforce', 7, 0, 'signed as p requires'],
    [false, 'enforce', 0, 1, 'not signed as p requires'],
    [false, 'enforce', 7, 7, 'not signed as p requires'],
    [false, 'forbid', 0, 1, 'not signed as p requires'],
    [false, 'warn', 0, 0, 'not signed as p requires (policy: warn)'],
    [false, 'ignore', 0, 0, 'not signed as p requires (policy: ignore)'],
  ])('trusted %s, %s, --exit-code %i: %i', (isTrusted, action, exitCode, expected, text) => {
    const decision = flagPolicy({ ...gate, exitCode }).decide(trust(isTrusted, action));
    expect([decision.exitCode, decision.verdict]).toEqual([expected, expected === 0 ? 'pass' : 'fail']);
    expect(decision.statements[0]?.text).toBe(text);
    expect(decision.statements[0]?.isWarning).toBe(action === 'warn' ? true : undefined);
  });
});

describe('statements', () => {
  const [finding] = report({}).findings;
  const broken = [finding?.fingerprint];

  it('say in words what failed and what broke it', () => {
    expect(flagPolicy({ ...gate, severities: ['high', 'critical'], ignoreUnfixed: true }).decide(report({ isExploited: true }))).toEqual({
      verdict: 'fail',
      judged: ['findings'],
      exitCode: 1,
      statements: [
        { text: '1 finding of severity critical or high with a fix', isMet: false, violatedBy: broken },
        { text: '1 finding known to be exploited', isMet: false, violatedBy: broken },
        { text: 'all content scanned', isMet: true, violatedBy: [] },
      ],
    });
  });

  it.each<[string, Partial<FlagPolicyOptions>]>([
    ['1 finding', {}],
    ['1 finding', { severities: ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] }],
    ['no findings of severity none', { severities: [] }],
    ['no findings of severity medium', { severities: ['medium'] }],
    ['1 finding of severity critical, high or low', { severities: ['low', 'high', 'critical'] }],
    ['no findings in lane no fix yet or wont fix', { lanes: ['no-fix-yet', 'wont-fix'] }],
    ['1 finding with a fix in lane fix now or wont fix', { ignoreUnfixed: true, lanes: ['fix-now', 'wont-fix'] }],
  ])('%s', (text, options) => {
    expect(flagPolicy({ ...gate, ...options }).decide(report({})).statements[0]?.text).toBe(text);
  });

  it.each<[GateEffect, object]>([
    ['fail', { text: '1 finding of unknown severity', isMet: false, violatedBy: broken }],
    ['warn', { text: '1 finding of unknown severity not counted by the gate', isMet: true, isWarning: true, violatedBy: broken }],
    ['pass', { text: '1 finding of unknown severity accepted', isMet: true, violatedBy: broken }],
  ])('name findings of unknown severity: %s', (unknownSeverity, expected) => {
    const decision = flagPolicy({ ...gate, severities: ['high'], unknownSeverity }).decide(report({ severity: 'unknown' }));
    expect(decision.statements[1]).toEqual(expected);
  });

  it.each<[string, readonly Issue[], FlagPolicyOptions['allowIncomplete'], object]>([
    ['all scanned', [], false, { text: 'all content scanned', isMet: true, violatedBy: [] }],
    ['a gap', [error], false, { text: '1 part could not be scanned', isMet: false, violatedBy: [] }],
    ['gaps and a warning', [error, python, warning], false, { text: '2 parts could not be scanned', isMet: false, violatedBy: [] }],
    ['a warning', [warning], false, { text: '1 warning lowers confidence', isMet: true, isWarning: true, violatedBy: [] }],
    ['a gap, accepted', [error], true, { text: '1 part could not be scanned, which --allow-incomplete accepts', isMet: true, isWarning: true, violatedBy: [] }],
    ['one of two gaps, accepted', [error, python], ['python'], { text: '1 part could not be scanned', isMet: false, violatedBy: [] }],
  ])('never claim more than is certain: %s', (_, issues, allowIncomplete, expected) => {
    const decision = flagPolicy({ ...gate, exitCode: 0, allowIncomplete }).decide(report({ issues }));
    expect({ verdict: decision.verdict, statements: decision.statements }).toEqual({ verdict: 'not-asked', statements: [expected] });
  }); // prettier-ignore

  it('leave the report unchanged', () => {
    const before = report({});
    expect(flagPolicy(gate).apply(before, new Date('2026-01-01'))).toBe(before);
  });
});
