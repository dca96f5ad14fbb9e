import { type PlannedAction } from '../../../model/plan.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type PackageDifference } from '../../../remedy/patch/package-diff.ts';
import { type Proof } from '../../../remedy/proof.ts';

/** What `patch` did, or why it did nothing. */
export interface PatchView {
  readonly image: string;
  /** Of the manifest or index that was given. */
  readonly digest: string;
  readonly before: ScanReport;
  readonly outcome: 'patched' | 'nothing-to-patch' | 'not-stored';
  readonly action?: PlannedAction;
  readonly proof?: Proof;
  readonly packages: readonly PackageDifference[];
  /** Where it is stored, with its digest. */
  readonly stored?: { readonly name: string; readonly digest: string };
  /** Different flaws without a fix. */
  readonly unfixed: number;
  readonly notes: readonly string[];
}
