import { type Location } from './package.ts';
import { type Severity } from './severity.ts';

/** A statement about a subject that either holds or does not; shared by check, secret and audit. */
export interface Rule<Subject> {
  readonly id: string;
  readonly title: string;
  readonly rationale: string;
  readonly remediation: string;
  readonly severity: Severity;
  readonly references: readonly string[];
  /** Sections of benchmarks, such as `cis-docker-1.7.0:4.1`. */
  readonly benchmarks?: readonly string[];
  /** Run as tests and printed in the documentation. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  check(subject: Subject): Iterable<Violation>;
}

/** Where and how a rule fails. `line` counts from 1. */
export interface Violation {
  readonly message: string;
  readonly location?: Location;
  readonly line?: number;
}
