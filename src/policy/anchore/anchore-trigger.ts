import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { type ParameterKind, type RuleParameters } from './rule-parameters.ts';

/** One trigger of one gate: what a rule may ask. */
export interface AnchoreTrigger {
  /** As Anchore Engine calls it, then as Anchore Enterprise does. */
  readonly gates: readonly string[];
  readonly names: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterKind>>;
  readonly required: readonly string[];
  readonly judge: (parameters: RuleParameters, image: JudgedImage) => TriggerAnswer;
}

/** What triggers ask about. */
export interface JudgedImage {
  readonly report: ScanReport;
  /** Vulnerabilities that gates count; suppressed ones are not among them. */
  readonly vulnerabilities: readonly VulnerabilityFinding[];
  readonly packages: ReadonlyMap<string, Package>;
  readonly now: Date;
}

/** Where the trigger matches, or why that cannot be said. */
export type TriggerAnswer = readonly TriggerMatch[] | Unanswered;

export interface TriggerMatch {
  /** What is so, in a few words. */
  readonly text: string;
  /** Of the finding, where it is about one. */
  readonly fingerprint?: string;
}

export interface Unanswered {
  readonly unanswered: string;
}

export function isUnanswered(answer: TriggerAnswer): answer is Unanswered {
  return 'unanswered' in answer;
}

/** Answers where the kinds of findings that it needs were looked for. */
export function whereScanned(kind: 'vulnerability' | 'secret', option: string, judge: AnchoreTrigger['judge']): AnchoreTrigger['judge'] {
  return (parameters, image) =>
    image.report.scannedFor.includes(kind) ? judge(parameters, image) : { unanswered: `needs --scanners ${option}` };
}

/** A trigger that is known, and that nothing here can answer. */
export function unansweredTrigger(gates: readonly string[], names: readonly string[], why: string): AnchoreTrigger {
  return { gates, names, parameters: {}, required: [], judge: () => ({ unanswered: why }) };
}
