import { type Finding } from '../../model/finding.ts';
import { type Issue } from '../../model/issue.ts';
import { type ScanReport } from '../../model/report.ts';
import { type LayerAnalysis } from '../../remedy/layers/analyse-layers.ts';
import { type DiveResult } from '../../remedy/layers/dive-rules.ts';

/** What `pratique layers` shows; lists are by layer, base first. */
export interface LayersView {
  readonly report: ScanReport;
  readonly analysis: LayerAnalysis;
  readonly findings: readonly (readonly Finding[])[];
  readonly compressedBytes: readonly number[];
  /** Instructions without a layer. */
  readonly emptyInstructions: number;
  /** What kept a layer from being read. */
  readonly issues: readonly Issue[];
  /** Absent without `--ci`. */
  readonly results?: readonly DiveResult[];
}
