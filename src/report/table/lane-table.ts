import { countFindings, formatCount } from '../../model/count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { padWidth } from '../../lib/terminal/display-width.ts';
import { type Finding, lanes } from '../../model/finding.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { laneWords } from './lane-words.ts';
import { type Style } from './style.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

const labelColumns = 16;

/** One column of the table: a severity that occurs, or all of them. */
interface Column {
  readonly head: string;
  readonly severity?: Severity;
  readonly columns: number;
}

/** Lanes by severity as `distinct (occurrences)`; on a narrow terminal a line or two of words for each lane. */
export function* writeLaneTable({ shown, report }: ReportView, width: number, style: Style): Iterable<string> {
  yield '';
  if (shown.length === 0) {
    const caveat =
      report.issues.some(({ severity }) => severity === 'error') || report.completeness === 'none' ? 'INCOMPLETE' : 'UNCERTAIN';
    yield `${style.strong('FINDINGS')}  none${report.completeness === 'complete' ? '' : ` · ${style.caution(caveat)}`}`;
    return;
  }
  const rows = lanes
    .map((lane) => ({ label: laneWords[lane], findings: shown.filter((finding) => finding.lane === lane) }))
    .filter(({ findings }) => findings.length > 0);
  const all = columnsOf(
    shown,
    rows.map((row) => row.findings),
  );
  // The sum is what can best be done without.
  const columns = isFitting(all, width) ? all : all.filter(({ severity }) => severity !== undefined);
  const isWide = isFitting(columns, width);
  yield style.strong(isWide ? headRow(columns) : 'FINDINGS');
  for (const { label, findings } of rows) {
    if (isWide) yield wideRow(label, findings, columns, style);
    else yield* narrowRows(label, findings, columns, width);
  }
}

function isFitting(columns: readonly Column[], width: number): boolean {
  return columns.reduce((sum, column) => sum + column.columns, labelColumns) <= width;
}

function columnsOf(shown: readonly Finding[], rows: readonly (readonly Finding[])[]): readonly Column[] {
  const used = severities.filter((severity) => shown.some((finding) => finding.severity === severity));
  const columns: readonly Omit<Column, 'columns'>[] = [...used.map((severity) => ({ head: severity, severity })), { head: 'all' }];
  return columns.map((column) => ({
    ...column,
    columns: 2 + Math.max(column.head.length, ...rows.map((row) => cell(row, column.severity).length)),
  }));
}

function headRow(columns: readonly Column[]): string {
  return padWidth('FINDINGS', labelColumns) + columns.map((column) => column.head.padStart(column.columns)).join('');
}

function wideRow(label: string, findings: readonly Finding[], columns: readonly Column[], style: Style): string {
  const cells = columns.map(({ severity, columns: width }) => {
    const text = cell(findings, severity).padStart(width);
    if (text.endsWith('–')) return style.faint(text);
    return severity === undefined ? text : style.severity(severity, text);
  });
  return padWidth(`  ${label}`, labelColumns) + cells.join('');
}

function narrowRows(label: string, findings: readonly Finding[], columns: readonly Column[], width: number): readonly string[] {
  const used = columns.filter(({ severity }) => severity !== undefined && cell(findings, severity) !== '–');
  const words = used.map(({ head, severity }) => `${cell(findings, severity)} ${head}`);
  return wrapWords(words.length === 0 ? '–' : words.join(', '), width, `  ${label}: `, '    ').slice(0, 2);
}

function cell(row: readonly Finding[], severity: Severity | undefined): string {
  const findings = severity === undefined ? row : row.filter((finding) => finding.severity === severity);
  return findings.length === 0 ? '–' : formatCount(countFindings(findings));
}
