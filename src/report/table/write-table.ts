import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport, type ReportView } from '../report-view.ts';
import { targetName } from '../target-name.ts';
import { writeAudit } from './audit-screen.ts';
import { writeDetails } from './details.ts';
import { writeFirstScreen } from './first-screen.ts';
import { writeIssueList } from './issue-list.ts';
import { makeStyle, type Style } from './style.ts';
import { writeSuppressedList } from './suppressed-list.ts';
import { writeFailure, writeSummary, type SummaryRow } from './summary.ts';
import { verdictOf } from './verdict.ts';

/** Each report, then a summary where there are several. */
export function* writeTable(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const { failures = [], useColor, useHyperlinks } = options;
  const width = Math.min(options.width, widest);
  const style = makeStyle(useColor, useHyperlinks);
  const parts: Iterable<string>[] = [];
  const summary: SummaryRow[] = [];
  for (let at = 0; at <= reports.length; at++) {
    for (const failure of failures.filter(({ reportsBefore }) => reportsBefore === at)) {
      summary.push({ name: failure.name, word: 'NOT SCANNED', tone: 'bad' });
      parts.push(writeFailure(failure, width, style));
    }
    const judged = reports[at];
    if (judged === undefined) continue;
    const view = viewReport(judged, options.display);
    const { word, tone } = verdictOf(view);
    summary.push({ name: targetName(reports, judged), word, tone });
    parts.push(writeReport(view, width, style, options));
  }
  if (summary.length > 1) parts.push(writeSummary(summary, width, style));
  for (const [at, part] of parts.entries()) {
    if (at > 0) yield '\n\n';
    for (const line of part) yield `${line}\n`;
  }
}

/** Wider lines are harder to read, not easier. */
const widest = 100;

function* writeReport(
  view: ReportView,
  width: number,
  style: Style,
  { isVerbose, display, showsSuppressed }: ReporterOptions,
): Iterable<string> {
  const { audit } = view.report;
  if (audit === undefined) {
    yield* writeFirstScreen(view, width, style);
    yield* writeDetails(view, { width, style, isVerbose, isFiltered: display?.severities !== undefined });
  } else yield* writeAudit(audit, view, { width, style, isVerbose, ...display });
  if (showsSuppressed === true) yield* writeSuppressedList(view, width, style);
  // An audit says of each check why it could not look.
  if (audit === undefined) yield* writeIssueList(view.report.issues, width, style);
}
