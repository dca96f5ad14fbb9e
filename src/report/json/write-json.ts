import { type SuppressionNote } from '../../model/suppression.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { toVerdict } from '../trust/to-verdict.ts';
import { type AuditReport } from '../../model/audit-report.ts';
import { toAuditResult } from './to-audit-result.ts';
import { toAction } from './to-action.ts';
import { toBaseline } from './to-baseline.ts';
import { toFinding } from './to-finding.ts';
import { toPackage } from './to-package.ts';
import { toSummary } from './to-summary.ts';
import { toAdvisories, toDecision, toIssue, toTarget } from './to-target.ts';

/** Raised when a field is removed or changes its meaning; new fields do not raise it. */
export const schemaVersion = 1;

/** One JSON document. Packages and findings are a line each, so that a large report streams and two reports can be compared with `diff`. */
export function* writeJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield `{"schemaVersion":${schemaVersion},"tool":${JSON.stringify({ name: 'pratique', version: options.toolVersion })},"reports":[`;
  for (const [at, judged] of reports.entries()) {
    yield at === 0 ? '\n' : ',\n';
    yield* writeReport(viewReport(judged, options.display));
  }
  yield '\n]';
  const { failures = [] } = options;
  if (failures.length > 0) yield* writeArray('failures', failures, toFailure);
  yield '}\n';
}

function toFailure({ name, reportsBefore, code, message, hint }: FailedTarget): unknown {
  return { target: name, reportsBefore, code, message, hint };
}

function toNote({ kind, origin, message }: SuppressionNote): unknown {
  return { kind, origin, message };
}

function* writeReport(view: ReportView): Iterable<string> {
  const { report, decision } = view;
  yield `{"target":${JSON.stringify(toTarget(report.target))}`;
  yield `,\n"startedAt":${JSON.stringify(report.startedAt.toISOString())},"durationMs":${JSON.stringify(report.durationMs)}`;
  yield `,\n"completeness":${JSON.stringify(report.completeness)}`;
  yield `,\n"scannedFor":${JSON.stringify(report.scannedFor)}`;
  yield `,\n"decision":${JSON.stringify(toDecision(decision))}`;
  yield `,\n"summary":${JSON.stringify(toSummary(view))}`;
  yield `,\n"advisories":${JSON.stringify(toAdvisories(report.advisories))}`;
  if (report.trust !== undefined) yield `,\n"trust":${JSON.stringify(toVerdict(report.trust))}`;
  if (report.baseline !== undefined) yield `,\n"baseline":${JSON.stringify(toBaseline(report.baseline))}`;
  if (report.reach !== undefined) yield `,\n"reach":${JSON.stringify(report.reach)}`;
  const { suppressionNotes } = report;
  if (suppressionNotes !== undefined) yield* writeArray('suppressionNotes', suppressionNotes, toNote);
  if (report.audit !== undefined) yield* writeAudit(report.audit);
  yield* writeArray('plan', view.plan, toAction);
  yield* writeArray('issues', report.issues, toIssue);
  yield* writeArray('findings', [...view.shown, ...view.suppressed], (finding) => toFinding(finding, view));
  yield* writeArray('packages', report.packages, toPackage);
  yield '}';
}

/** A check is a line. */
function* writeAudit({ host, benchmark, sections, results }: AuditReport): Iterable<string> {
  yield `,\n"audit":{"host":${JSON.stringify(host)},"benchmark":${JSON.stringify(benchmark)},"sections":${JSON.stringify(sections)}`;
  yield* writeArray('results', results, toAuditResult);
  yield '}';
}

function* writeArray<Value>(name: string, values: readonly Value[], convert: (value: Value) => unknown): Iterable<string> {
  yield `,\n"${name}":[`;
  for (const [at, value] of values.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(convert(value))}`;
  yield values.length === 0 ? ']' : '\n]';
}
