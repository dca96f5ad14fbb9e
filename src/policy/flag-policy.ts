import { type Decision, type Statement } from '../model/decision.ts';
import { type Finding, type Lane } from '../model/finding.ts';
import { type Evidence, gatingEvidence } from '../model/package.ts';
import { type ScanReport } from '../model/report.ts';
import { type TrustVerdict } from '../model/trust/trust-verdict.ts';
import { severities as allSeverities, type Severity } from '../model/severity.ts';
import { type Policy } from './policy.ts';

/** The gate that command-line flags describe, with the names and meaning that users of Trivy know. */
export interface FlagPolicyOptions {
  /** `--severity`: only these fail the gate. Absent: any. */
  readonly severities?: readonly Severity[];
  /** `--ignore-unfixed`: what has no fix does not fail the gate. */
  readonly ignoreUnfixed: boolean;
  /** `--exit-code`: what a failed gate answers. 0: no gate was asked for. */
  readonly exitCode: number;
  /** `--allow-incomplete`: what could not be looked at does not fail the run. */
  readonly allowIncomplete: boolean;
  /** Lanes that the gate counts; all but `not-applicable` when absent. */
  readonly lanes?: readonly Lane[];
}

const gatedLanes: readonly Lane[] = ['fix-now', 'no-fix-yet', 'wont-fix'];

/** Exit code of a run that is done but could not look at everything; docs/reference/cli.md. */
const incompleteExitCode = 4;

/**
 * With a gate, every finding that `--severity` and `--ignore-unfixed` leave fails it, in packages whose evidence gates; what is known to be
 * exploited fails it whatever they leave out. Suppressed findings and those in lane `not-applicable` never do.
 */
export function flagPolicy(options: FlagPolicyOptions): Policy {
  return {
    // Flags suppress nothing; what they leave out stays in the report and does not gate.
    apply: (report) => report,
    decide: (report) => decide(report, options),
  };
}

function decide(report: ScanReport, options: FlagPolicyOptions): Decision {
  const trust = report.trust === undefined ? [] : [trustStatement(report.trust)];
  const gates = [...trust, ...(options.exitCode === 0 ? [] : [gateStatement(report, options), exploitedStatement(report)])];
  const complete = completenessStatement(report, options);
  const hasFailed = gates.some((statement) => !statement.isMet);
  // Whoever asks who signed asks for a gate, also without --exit-code.
  const exitCode = hasFailed ? options.exitCode || 1 : complete.isMet ? 0 : incompleteExitCode;
  const verdict = gates.length === 0 ? 'not-asked' : hasFailed ? 'fail' : 'pass';
  return { verdict, statements: [...gates, complete], exitCode };
}

function trustStatement({ isTrusted, action, policy }: TrustVerdict): Statement {
  const mayPass = action === 'warn' || action === 'ignore';
  const text = mayPass
    ? `the image need not be signed (${action} for ${policy})`
    : `the image is signed by whom the policy trusts (${policy})`;
  return { text, isMet: isTrusted || mayPass, violatedBy: [] };
}

function gateStatement(report: ScanReport, options: FlagPolicyOptions): Statement {
  const lanes = options.lanes ?? gatedLanes;
  const broken = gatingFindings(report).filter(
    (finding) =>
      lanes.includes(finding.lane) &&
      (options.severities?.includes(finding.severity) ?? true) &&
      !(options.ignoreUnfixed && isUnfixed(finding)),
  );
  return statement(describeGate(options), broken);
}

function exploitedStatement(report: ScanReport): Statement {
  const broken = gatingFindings(report).filter((finding) => finding.lane !== 'not-applicable' && isKnownExploited(finding));
  return statement('no finding that is known to be exploited', broken);
}

function completenessStatement(report: ScanReport, { allowIncomplete }: FlagPolicyOptions): Statement {
  const isIncomplete = report.completeness !== 'complete' && report.issues.some((issue) => issue.severity === 'error');
  const text = allowIncomplete ? 'what could not be looked at is accepted' : 'everything could be looked at';
  return { text, isMet: allowIncomplete || !isIncomplete, violatedBy: [] };
}

function gatingFindings(report: ScanReport): readonly Finding[] {
  const evidence = new Map<string, Evidence>(report.packages.map((found) => [found.id, found.evidence]));
  // A source tree has nothing but what its lock files declare (docs/guide/reading-a-report.md).
  const gatesDeclared = report.target.scheme === 'dir';
  return report.findings.filter((finding) => {
    if (finding.suppression !== undefined) return false;
    if (finding.kind !== 'vulnerability') return true;
    const proof = evidence.get(finding.packageId);
    return proof === undefined || gatingEvidence.has(proof) || (gatesDeclared && proof === 'declared');
  });
}

/** A package that is itself the attack is removed, so it does not wait for a fix. */
function isUnfixed(finding: Finding): boolean {
  if (finding.kind !== 'vulnerability' || finding.advisory.isMalware === true) return false;
  return finding.fixState !== 'fixed' || finding.fixStream !== undefined;
}

function isKnownExploited(finding: Finding): boolean {
  return finding.kind === 'vulnerability' && finding.enrichment.knownExploited !== undefined;
}

function statement(text: string, broken: readonly Finding[]): Statement {
  return { text, isMet: broken.length === 0, violatedBy: [...new Set(broken.map((finding) => finding.fingerprint))].sort() };
}

/** `no finding of severity critical or high that has a fix, in lane fix now` */
function describeGate({ severities, ignoreUnfixed, lanes }: FlagPolicyOptions): string {
  const chosen = severities === undefined ? [] : allSeverities.filter((severity) => severities.includes(severity));
  const isAny = severities === undefined || chosen.length === allSeverities.length;
  const ofSeverity = isAny ? '' : ` of severity ${joinWords(chosen)}`;
  const fixed = ignoreUnfixed ? ' that has a fix' : '';
  const inLanes = lanes === undefined ? '' : ` in lane ${joinWords(lanes.map((lane) => lane.replaceAll('-', ' ')))}`;
  return `no finding${ofSeverity}${fixed}${inLanes}`;
}

function joinWords(words: readonly string[]): string {
  if (words.length === 0) return 'none';
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
