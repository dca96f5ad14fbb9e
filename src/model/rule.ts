import { type Exposure, type RuleKind, type RuleLocation } from './finding.ts';
import { type Severity } from './severity.ts';

/** A statement about a subject that either holds or does not; shared by check, secret and audit. */
export interface Rule<Subject> {
  /** Names the defect: `root-user`. Rules about different subjects that find the same defect have the same id. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly rationale: string;
  /** What to do, as an imperative: `Set USER to an account without privileges.` */
  readonly remediation: string;
  readonly severity: Severity;
  readonly references: readonly string[];
  /** What other tools and benchmarks call it: `DL3002`, `AVD-DS-0002`, `CIS-DI-0001`. */
  readonly aliases: readonly string[];
  /** Run as tests and printed in the documentation. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  check(subject: Subject): Iterable<Violation>;
}

/** What a rule says of itself, without its code. */
export type RuleDescription = Omit<Rule<unknown>, 'check' | 'examples' | 'rationale'>;

/** Where and how a rule fails. */
export interface Violation {
  readonly message: string;
  readonly location?: RuleLocation;
  /** {@link RuleFinding.setting} and the members after it. */
  readonly setting?: string;
  readonly instruction?: string;
  readonly excerpt?: string;
  readonly exposure?: Exposure;
  readonly packageId?: string;
  /** Where this place is better or worse than the rule's own severity. */
  readonly severity?: Severity;
  /** What other tools call this very case, in addition to the rule's own aliases. */
  readonly aliases?: readonly string[];
  /** Where this place needs something else than the rule's own remediation. */
  readonly remediation?: string;
  /** What tells it from other violations of the rule in the same file or setting: a name or an instruction, never a line number. */
  readonly key?: string;
}
