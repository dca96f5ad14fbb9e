import { countFindings, formatCount } from '../count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { fitWidth, padWidth } from '../../lib/terminal/display-width.ts';
import { type Finding, lanes } from '../../model/finding.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { laneWords } from './lane-words.ts';
import { type Style } from './style.ts';

const labelColumns = 19;

/** Lanes by severity as `distinct (occurrences)`; on a narrow terminal one line of words for each lane. */
export function* writeLaneTable({ shown, report }: ReportView, width: number, style: Style): Iterable<string> {
  yield '';
  if (shown.length === 0) {
    const caveat = report.completeness === 'complete' ? '' : ` · ${style.caution('INCOMPLETE')}`;
    yield `${style.strong('FINDINGS')}  none${caveat}`;
    return;
  }
  const used = severities.filter((severity) => shown.some((finding) => finding.severity === severity));
  const rows = lanes.map((lane) => shown.filter((finding) => finding.lane === lane));
  const columns =
    Math.max(...used.map((severity) => severity.length), ...[...rows, shown].flatMap((row) => used.map((each) => cell(row, each).length))) +
    2;
  const isWide = labelColumns + columns * (used.length + 1) <= width;
  yield style.strong(
    isWide ? padWidth('FINDINGS', labelColumns) + [...used, 'all'].map((word) => word.padStart(columns)).join('') : 'FINDINGS',
  );
  for (const [at, lane] of lanes.entries()) {
    const row = rows[at] ?? [];
    yield isWide ? wideRow(`  ${laneWords[lane]}`, row, used, columns, style) : narrowRow(laneWords[lane], row, used, width);
  }
}

function wideRow(label: string, row: readonly Finding[], used: readonly Severity[], columns: number, style: Style): string {
  const cells = used.map((severity) => paintCell(cell(row, severity).padStart(columns), severity, style));
  const total = row.length === 0 ? style.faint('–'.padStart(columns)) : formatCount(countFindings(row)).padStart(columns);
  return padWidth(label, labelColumns) + cells.join('') + total;
}

function paintCell(text: string, severity: Severity, style: Style): string {
  return text.endsWith('–') ? style.faint(text) : style.severity(severity, text);
}

function cell(row: readonly Finding[], severity: Severity): string {
  const findings = row.filter((finding) => finding.severity === severity);
  return findings.length === 0 ? '–' : formatCount(countFindings(findings));
}

function narrowRow(label: string, row: readonly Finding[], used: readonly Severity[], width: number): string {
  const words = used.filter((severity) => cell(row, severity) !== '–').map((severity) => `${cell(row, severity)} ${severity}`);
  return fitWidth(`  ${label}: ${words.length === 0 ? '–' : words.join(', ')}`, width);
}
