import { type Decision } from '../model/decision.ts';
import { type ErrorCode } from '../model/error-codes.ts';
import { type ScanReport } from '../model/report.ts';
import { type Severity } from '../model/severity.ts';
import { type WorkflowRun } from '../sbom/write/sbom-writer.ts';
import { type SarifTarget } from './sarif/sarif-target.ts';
import { type Template } from './template/parse-template.ts';
import { type LocateSource } from './source/locate-source.ts';

/** One output format. Every format is a view of the same report and decision; each does its own escaping. */
export interface Reporter {
  /** The --format value. */
  readonly format: string;
  /** What other tools call it. */
  readonly aliases?: readonly string[];
  readonly title: string;
  readonly mediaType: string;
  /** How names of files end that hold it, where that is not `.FORMAT`. */
  readonly extensions?: readonly string[];
  /** The code of a format is loaded when it is written. */
  load(): Promise<WriteReports>;
}

/** Several reports when several targets or platforms were scanned. Yields text, so that nothing needs the whole output in memory. */
export type WriteReports = (reports: readonly JudgedReport[], options: ReporterOptions) => Iterable<string>;

export interface JudgedReport {
  readonly report: ScanReport;
  readonly decision: Decision;
}

export interface ReporterOptions {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  readonly useColor: boolean;
  /** Whether the terminal knows links in text (OSC 8). */
  readonly useHyperlinks?: boolean;
  /** Detail after the first screen. */
  readonly isVerbose: boolean;
  /** Whether suppressed findings are listed where that is a choice; formats for programs always have them. */
  readonly showsSuppressed?: boolean;
  readonly toolVersion: string;
  /** The date that formats with one state; when the scan began where it is absent. */
  readonly createdAt?: Date;
  /** The run of a workflow that GitHub's snapshots name. */
  readonly workflow?: WorkflowRun;
  /** The service that SARIF is for: `--target`. */
  readonly sarifTarget?: SarifTarget;
  /** Where the repository has the cause of a finding. */
  readonly locate?: LocateSource;
  /** Takes a line that the reader should know and the format has no place for. */
  readonly note?: (line: string) => void;
  /** For the format `template`. */
  readonly template?: Template;
  /** Variables of the environment that templates may read. */
  readonly variables?: ReadonlyMap<string, string>;
  /** What to show; what it hides is counted and named. Absent: everything. */
  readonly display?: DisplayFilter;
  /** Targets that could not be scanned, beside those that were; in the order given. */
  readonly failures?: readonly FailedTarget[];
}

/** A target without a report, and why. */
export interface FailedTarget {
  /** As given. */
  readonly name: string;
  /** How many reports are of targets given before it. */
  readonly reportsBefore: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** What to try. */
  readonly hint: string;
}

/** A view, never a judgement: what is known to be exploited is always shown. */
export interface DisplayFilter {
  /** `--severity`; absent means any. */
  readonly severities?: ReadonlySet<Severity>;
  /** `--ignore-unfixed` */
  readonly ignoreUnfixed?: boolean;
  /** `--ignore-unreached` */
  readonly ignoreUnreached?: boolean;
  /** `--ignore-base` */
  readonly ignoreBase?: boolean;
}
