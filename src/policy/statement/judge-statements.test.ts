import { describe, expect, it } from 'vitest';
import { makeSampleReport, makeCleanReport } from '../../../test/support/sample-report.ts';
import { flagPolicy } from '../flag-policy.ts';
import { withStatements } from '../with-statements.ts';
import { decodePolicy } from './decode-policy.ts';
import { findingFacts, packageFacts, reportFacts } from './facts-schema.ts';
import { judgeStatements } from './judge-statements.ts';
import { makeFindingFacts, makePackageFacts, makeReportFacts } from './make-facts.ts';

const now = new Date('2026-03-02T00:00:00Z');
const sample = makeSampleReport();
const statements = (yaml: string) => decodePolicy(`policy:\n${yaml}`, 'p.yaml').statements;

/** Ids of the findings that an expression holds for. */
function denied(expression: string): readonly string[] {
  const [answer] = judgeStatements(statements(`  - name: s\n    deny: ${JSON.stringify(expression)}\n`), sample, now);
  const ids = new Map(
    sample.findings.map((finding) => [finding.fingerprint, finding.kind === 'vulnerability' ? finding.id : finding.ruleId]),
  );
  return [...new Set(answer!.violatedBy.map((fingerprint) => ids.get(fingerprint) ?? ''))].sort();
}

function isMet(expression: string): boolean {
  return judgeStatements(statements(`  - name: s\n    require: ${JSON.stringify(expression)}\n`), sample, now)[0]!.isMet;
}

describe('facts', () => {
  it('are those of the schema, and no others', () => {
    const [finding] = sample.findings;
    expect(Object.keys(makeReportFacts(sample, now)).sort()).toEqual(Object.keys(reportFacts).sort());
    expect(Object.keys(makeFindingFacts(finding!, undefined, sample, now)).sort()).toEqual(Object.keys(findingFacts).sort());
    expect(Object.keys(makePackageFacts(undefined)).sort()).toEqual(Object.keys(packageFacts).sort());
  });

  it('of a finding', () => {
    const critical = denied("finding.severity == 'critical'");
    expect(critical.length).toBeGreaterThan(0);
    expect(denied("finding.severity == 'critical' && finding.id != 'x'")).toEqual(critical);
    expect(denied('finding.knownExploited')).toEqual(denied("finding.knownExploited && finding.id.startsWith('CVE-')"));
    expect(denied("finding.package.name == 'curl'")).toEqual(denied("finding.package.purl.startsWith('pkg:deb/debian/curl@')"));
    expect(denied("'nvd' in finding.severities && finding.severities['nvd'] == 'none'")).toEqual([]);
  });

  it('of the report', () => {
    expect(isMet("report.distribution == 'debian' && report.release == '12'")).toBe(true);
    expect(isMet('report.ageDays == 15')).toBe(true);
    expect(isMet('report.sizeBytes < 100000000 && report.layers == 3 && report.baseLayers == 1')).toBe(true);
    expect(isMet("'LOCKFILE_UNREADABLE' in report.issues && report.completeness == 'partial'")).toBe(true);
    expect(isMet('report.isSigned')).toBe(false);
  });
});

it('asks about one of each kind of finding, and finds them all', () => {
  const severe = "finding.severity == 'critical' || finding.severity == 'high'";
  const byName = sample.findings.filter(
    ({ severity, suppression, lane }) => ['critical', 'high'].includes(severity) && suppression === undefined && lane !== 'not-applicable',
  );
  const ids = new Set(byName.flatMap((finding) => (finding.kind === 'vulnerability' ? [finding.id] : [])));
  expect(denied(severe).every((id) => ids.has(id))).toBe(true);
  expect(denied(`[finding].exists(f, f.severity == 'critical') || finding.severity == 'high'`)).toEqual(denied(severe));
});

describe('a policy with statements', () => {
  const flags = flagPolicy({ ignoreUnfixed: false, exitCode: 0, allowIncomplete: true });
  it.each<[string, string, string, number]>([
    ['a finding is denied', "deny: finding.severity == 'critical'", 'fail', 1],
    ['a finding is denied, as a warning', "deny: finding.severity == 'critical'\n    effect: warn", 'pass', 0],
    ['nothing is denied', "deny: finding.id == 'x'", 'pass', 0],
    ['the report is as required', 'require: report.layers == 3', 'pass', 0],
    ['the report is not as required', 'require: report.isSigned', 'fail', 1],
  ])('%s', (_, yaml, verdict, exitCode) => {
    const policy = withStatements(flags, statements(`  - name: s\n    ${yaml}\n`), () => now);
    expect(policy.decide(sample)).toMatchObject({ verdict, exitCode });
  });

  it('keeps the exit code of a gate that failed', () => {
    const gate = flagPolicy({ ignoreUnfixed: false, exitCode: 7, allowIncomplete: true });
    const policy = withStatements(gate, statements('  - name: s\n    require: report.isSigned\n'), () => now);
    expect(policy.decide(sample)).toMatchObject({ verdict: 'fail', exitCode: 7 });
    expect(policy.decide(makeCleanReport())).toMatchObject({ verdict: 'fail', exitCode: 1 });
  });

  it('names the statement with its line', () => {
    const policy = withStatements(flags, statements('  - name: signed\n    require: report.isSigned\n    message: sign the image\n'), () => now);
    expect(policy.decide(sample).statements[0]).toEqual({ text: 'not met: sign the image', isMet: false, violatedBy: [], name: 'signed', origin: 'p.yaml:2' });
  }); // prettier-ignore

  it('never passes where an expression cannot answer', () => {
    const policy = withStatements(flags, statements("  - name: s\n    deny: finding.severities['none'] == 'high'\n"), () => now);
    expect(() => policy.decide(sample)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: 'p.yaml:2: the policy statement s cannot be evaluated: No such key: none' }));
  }); // prettier-ignore
});

describe('the policy section', () => {
  it.each([
    ["  - name: a\n    deny: finding.sevrity == 'high'\n", 'p.yaml:3:11: policy[0].deny: No such key: sevrity, at "sevrity == \'high\'"', 'severity'],
    ["  - name: a\n    deny: finding.severity = 'high'\n", 'p.yaml:3:11: policy[0].deny: Unexpected character: =, at "= \'high\'"', undefined],
    ['  - name: a\n    deny: finding.severity\n', 'p.yaml:3:11: policy[0].deny: is string, not true or false, at "finding.severity"', undefined],
    ["  - name: a\n    require: finding.id == 'x'\n", 'p.yaml:3:14: policy[0].require: Unknown variable: finding, at "finding.id == \'x\'"', undefined],
    ['  - name: a\n    deny: finding.score > \'7\'\n', "p.yaml:3:11: policy[0].deny: no such overload: double > string, at \"finding.score > '7'\"", undefined],
    ['  - name: a\n    denies: x\n', 'p.yaml:3:5: policy[0] has no setting "denies"', 'name, deny, require, effect, message'],
    ['  - name: a\n', 'p.yaml:2:5: policy[0] needs either deny or require', 'deny: EXPRESSION over a finding, or require: EXPRESSION over the report'],
    ['  - deny: finding.hasFix\n', 'p.yaml:2:5: policy[0] has no name', undefined],
    ['  - { name: a, require: report.isSigned }\n  - { name: a, require: report.isSigned }\n', 'p.yaml:2:3: policy has two statements named "a"', undefined],
  ])('refuses %j', (yaml, message, hint) => {
    expect(() => statements(yaml)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message, ...(hint === undefined ? {} : { hint }) }));
  }); // prettier-ignore
});
