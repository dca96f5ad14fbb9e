import { type PlannedAction } from '../../model/plan.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Proof } from '../../remedy/proof.ts';

/** What `fix` found out, before it is shown. */
export interface FixView {
  /** Absent where no image was given. */
  readonly report?: ScanReport;
  readonly plan: readonly PlannedAction[];
  /** Actions that the patches carry out. */
  readonly patched: ReadonlySet<PlannedAction>;
  readonly patches: readonly FilePatch[];
  /** What else there is to know, one sentence each. */
  readonly notes: readonly string[];
  readonly isApplied: boolean;
  readonly proof?: Proof;
}

export interface FilePatch {
  readonly path: string;
  /** A unified diff. */
  readonly diff: string;
  readonly text: string;
}
