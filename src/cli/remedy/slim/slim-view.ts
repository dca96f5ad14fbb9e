import { type ImageConfig } from '../../../model/image.ts';
import { type ScanReport } from '../../../model/report.ts';
import { type SlimPlan } from '../../../remedy/slim/removable.ts';

export interface SlimView {
  readonly report: ScanReport;
  readonly config: ImageConfig;
  readonly plan: SlimPlan;
  /** Of `--build`. */
  readonly built?: BuiltSlim;
}

export interface BuiltSlim {
  readonly tag: string;
  /** What the files of both images hold. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly findingsBefore: number;
  readonly findingsAfter: number;
  readonly removedFiles: number;
  /** Files of the plan that are not there as the plan says. */
  readonly skipped: readonly string[];
  /** The command that succeeded in it. */
  readonly check?: string;
}
