import { type Decision } from '../model/decision.ts';
import { type ScanReport } from '../model/report.ts';

/** Judges a report; pure. */
export interface Policy {
  /** Marks findings as suppressed; drops none. */
  apply(report: ScanReport, now: Date): ScanReport;
  decide(report: ScanReport): Decision;
}
