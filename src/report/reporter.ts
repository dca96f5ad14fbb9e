import { type Decision } from '../model/decision.ts';
import { type ScanReport } from '../model/report.ts';

/** Writes one output format. Every format is a view of the same report and decision; each does its own escaping. */
export interface Reporter {
  /** The --format value. */
  readonly format: string;
  readonly title: string;
  readonly mediaType: string;
  /** Several reports when several targets or platforms were scanned. Yields text, so that nothing needs the whole output in memory. */
  write(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string>;
}

export interface JudgedReport {
  readonly report: ScanReport;
  readonly decision: Decision;
}

export interface ReporterOptions {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  readonly useColor: boolean;
  /** Detail after the first screen. */
  readonly isVerbose: boolean;
  readonly toolVersion: string;
}
