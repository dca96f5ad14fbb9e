import { type JudgedReport, type Reporter, type ReporterOptions } from './reporter.ts';
import { formatPlatform } from '../model/platform.ts';
import { type ScanTarget } from '../model/report.ts';
import { viewReport, type ReportView } from './report-view.ts';
import { writeDetails } from './table/details.ts';
import { writeFirstScreen } from './table/first-screen.ts';
import { writeIssueList } from './table/issue-list.ts';
import { makeStyle, type Style } from './table/style.ts';
import { writeSuppressedList } from './table/suppressed-list.ts';
import { writeFailure, writeSummary, type SummaryRow } from './table/summary.ts';
import { verdictOf } from './table/verdict.ts';

/** For people: a first screen of at most 40 lines with verdict, completeness, what to do and the lanes; then the details. */
export const tableReporter: Reporter = {
  format: 'table',
  title: 'for people, on a terminal',
  mediaType: 'text/plain; charset=utf-8',
  write: writeTable,
};

function* writeTable(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
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
    summary.push({ name: nameIn(reports, judged), word, tone });
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

/** With its platform, where one target has several. */
function nameIn(reports: readonly JudgedReport[], { report: { target } }: JudgedReport): string {
  const platform = platformOf(target);
  const hasSeveral = reports.some(({ report: { target: other } }) => other.name === target.name && platformOf(other) !== platform);
  return hasSeveral ? `${target.name} (${platform})` : target.name;
}

function platformOf({ platform }: ScanTarget): string {
  return platform === undefined ? '' : formatPlatform(platform);
}

function* writeReport(
  view: ReportView,
  width: number,
  style: Style,
  { isVerbose, display, showsSuppressed }: ReporterOptions,
): Iterable<string> {
  yield* writeFirstScreen(view, width, style);
  yield* writeDetails(view, { width, style, isVerbose, isFiltered: display?.severities !== undefined });
  if (showsSuppressed === true) yield* writeSuppressedList(view, width, style);
  yield* writeIssueList(view.report.issues, width, style);
}
