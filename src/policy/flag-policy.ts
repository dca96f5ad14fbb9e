import { type FindingChange } from '../model/finding-change.ts';
import { countFindings } from '../model/count-findings.ts';
import { type Decision, type PolicyStatement } from '../model/decision.ts';
import { exitCodes } from '../model/exit-codes.ts';
import { type Finding, gatedLanes, isKnownExploited, isUnfixed, isUnreached, type Lane } from '../model/finding.ts';
import { type Severity } from '../model/severity.ts';
import { type ScanReport } from '../model/report.ts';
import { completenessStatement } from './completeness-statement.ts';
import { describeChanges, describeGate, describeWith } from './describe-gate.ts';
import { gatingFindings } from './gating-findings.ts';
import { type Policy } from './policy.ts';
import { trustStatement } from './trust-statement.ts';

/** The gate that command-line flags describe, with the names and meaning that users of Trivy know. */
export interface FlagPolicyOptions {
  /** `--severity`: only these fail the gate. Absent: any. */
  readonly severities?: readonly Severity[];
  /** `--ignore-unfixed`: what has no fix does not fail the gate. */
  readonly ignoreUnfixed: boolean;
  /** `--ignore-unreached`: what the entrypoint does not reach does not fail the gate; what is not known does. */
  readonly ignoreUnreached?: boolean;
  /** `--exit-code`: what a failed gate exits with. 0: there is no gate. */
  readonly exitCode: number;
  /** `--allow-incomplete`: parts that could not be scanned do not fail the run, or only parts of these kinds and issue codes. */
  readonly allowIncomplete: boolean | readonly string[];
  /** `--unknown-severity`: findings that no publisher rates, where `--severity` leaves them out. `warn` when absent. */
  readonly unknownSeverity?: GateEffect;
  /** `--known-exploited`: findings known to be exploited, where `--severity` and `--ignore-unfixed` leave them out. `fail` when absent. */
  readonly knownExploited?: GateEffect;
  /** With a baseline, the changes that the gate counts; `introduced` when absent. */
  readonly changes?: readonly FindingChange[];
  /** Lanes that the gate counts; all but `not-applicable` when absent. */
  readonly lanes?: readonly Lane[];
}

/** What a gate makes of findings that `--severity` says nothing about: they fail it, are a warning, or are accepted. */
export const gateEffects = ['fail', 'warn', 'pass'] as const;
export type GateEffect = (typeof gateEffects)[number];

/**
 * With a gate, every finding that `--severity` and `--ignore-unfixed` leave fails it, in packages whose evidence gates; so does what is known to be
 * exploited, whatever they leave out. Suppressed findings and those in lane `not-applicable` never do.
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
  const hasGate = options.exitCode !== 0;
  const gates = [...trust, ...(hasGate ? findingStatements(report, options) : [])];
  const judged = [...trust.map(() => 'signatures' as const), ...(hasGate ? (['findings'] as const) : [])];
  const complete = completenessStatement(report, options.allowIncomplete);
  const hasFailed = gates.some((statement) => !statement.isMet);
  // --verify is a gate of its own, also without --exit-code.
  const exitCode = hasFailed ? options.exitCode || exitCodes.policyFailed : complete.isMet ? exitCodes.passed : exitCodes.incomplete;
  const verdict = gates.length === 0 ? 'not-asked' : hasFailed ? 'fail' : 'pass';
  return { verdict, judged, statements: [...gates, complete], exitCode };
}

function findingStatements(report: ScanReport, options: FlagPolicyOptions): readonly PolicyStatement[] {
  const lanes = options.lanes ?? gatedLanes;
  const changes = report.baseline === undefined ? undefined : (options.changes ?? ['introduced']);
  const all = gatingFindings(report).filter(({ lane }) => lane !== 'not-applicable');
  const gating = all.filter(({ change }) => change === undefined || changes?.includes(change) !== false);
  const ofGate = gating.filter(
    (finding) =>
      lanes.includes(finding.lane) &&
      !(options.ignoreUnfixed && isUnfixed(finding)) &&
      !(options.ignoreUnreached === true && isUnreached(finding)),
  );
  const chosen = ofGate.filter(({ severity }) => options.severities?.includes(severity) ?? true);
  const unrated = options.severities?.includes('unknown') === false ? ofGate.filter(({ severity }) => severity === 'unknown') : [];
  const exploited = gating.filter(isKnownExploited);
  // A change did not bring them, but nobody should overlook them.
  const known = all.filter((finding) => isKnownExploited(finding) && !gating.includes(finding));
  return [
    {
      text: describeGate({ ...options, changes }, countFindings(chosen).distinct),
      isMet: chosen.length === 0,
      violatedBy: fingerprints(chosen),
    },
    ...(unrated.length === 0 ? [] : [effectStatement(unrated, 'of unknown severity', options.unknownSeverity ?? 'warn')]),
    // Only vulnerabilities are exploited.
    ...(report.scannedFor.includes('vulnerability')
      ? [effectStatement(exploited, describeChanges('known to be exploited', changes), options.knownExploited ?? 'fail')]
      : []),
    ...(known.length === 0 ? [] : [effectStatement(known, 'known to be exploited, as in the baseline,', 'warn')]),
  ];
}

function effectStatement(findings: readonly Finding[], which: string, effect: GateEffect): PolicyStatement {
  const text = describeWith(countFindings(findings).distinct, which);
  const violatedBy = fingerprints(findings);
  if (findings.length === 0 || effect === 'fail') return { text, isMet: findings.length === 0, violatedBy };
  if (effect === 'warn') return { text: `${text} not counted by the gate`, isMet: true, isWarning: true, violatedBy };
  return { text: `${text} accepted`, isMet: true, violatedBy };
}

function fingerprints(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ fingerprint }) => fingerprint))].sort();
}
