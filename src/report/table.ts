import { type JudgedReport, type Reporter, type ReporterOptions } from './reporter.ts';
import { viewReport } from './report-view.ts';
import { writeDetails } from './table/details.ts';
import { writeFirstScreen } from './table/first-screen.ts';
import { writeIssueList } from './table/issue-list.ts';
import { makeStyle } from './table/style.ts';

/** For people: a first screen of at most 40 lines with verdict, completeness, what to do and the lanes; then the details. */
export const tableReporter: Reporter = {
  format: 'table',
  title: 'for people, on a terminal',
  mediaType: 'text/plain; charset=utf-8',
  write: writeTable,
};

function* writeTable(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  let isFirst = true;
  for (const judged of reports) {
    if (!isFirst) yield '\n\n';
    isFirst = false;
    for (const line of writeReport(judged, options)) yield `${line}\n`;
  }
}

/** Wider lines are harder to read, not easier. */
const widest = 100;

function* writeReport(judged: JudgedReport, options: ReporterOptions): Iterable<string> {
  const { useColor, useHyperlinks, isVerbose, display } = options;
  const width = Math.min(options.width, widest);
  const style = makeStyle(useColor, useHyperlinks);
  const view = viewReport(judged, display);
  yield* writeFirstScreen(view, width, style);
  yield* writeDetails(view, { width, style, isVerbose, isFiltered: display?.severities !== undefined });
  yield* writeIssueList(judged.report.issues, width, style);
}
