import { type Digest } from './digest.ts';
import { type FindingKind } from './finding.ts';
import { type Severity } from './severity.ts';

/** The report that this one was compared with. Two images may have one name: the digests tell them apart. */
export interface BaselineComparison {
  readonly name: string;
  readonly manifestDigest?: Digest;
  readonly configDigest?: Digest;
  /** When the baseline was scanned. */
  readonly startedAt: Date;
  /** Findings that only the baseline has. */
  readonly fixed: readonly FixedFinding[];
}

/** A finding of the baseline that is gone. */
export interface FixedFinding {
  readonly kind: FindingKind;
  readonly id: string;
  readonly fingerprint: string;
  readonly severity: Severity;
  /** Absent where it was about no package. */
  readonly package?: { readonly name: string; readonly version?: string };
}
