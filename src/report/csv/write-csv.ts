import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { factsOf, type FindingFacts } from '../finding-facts.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport } from '../report-view.ts';
import { targetName } from '../target-name.ts';

/** A column's name and its cell. Columns are added at the end only: scripts count them. */
const columns: readonly (readonly [string, (facts: FindingFacts) => string])[] = [
  ['kind', ({ kind }) => kind],
  ['id', ({ id }) => id],
  ['severity', ({ finding }) => finding.severity],
  ['package', ({ package: found }) => found?.name ?? ''],
  ['version', ({ package: found }) => found?.version ?? ''],
  ['fixed in', ({ fix }) => fix],
  ['title', ({ title }) => title],
  ['what to do', ({ remedy }) => remedy],
  ['lane', ({ finding }) => finding.lane],
  ['brought by', ({ broughtBy }) => broughtBy],
  ['layer', ({ layer }) => (layer === undefined ? '' : String(layer.index))],
  ['instruction', ({ instruction }) => instruction],
  ['paths', ({ paths }) => paths.join(' ')],
  ['known exploited', ({ isExploited }) => (isExploited ? 'yes' : '')],
  ['EPSS', ({ probability }) => (probability === undefined ? '' : String(probability))],
  ['CVSS', ({ rating }) => (rating?.score === undefined ? '' : String(rating.score))],
  ['CVSS vector', ({ rating }) => rating?.vector ?? ''],
  ['aliases', ({ aliases }) => aliases.join(' ')],
  ['link', ({ url }) => url ?? ''],
  ['purl', ({ package: found }) => found?.purl ?? ''],
  ['suppressed', ({ finding: { suppression } }) => (suppression === undefined ? '' : `${suppression.reason} (${suppression.origin})`)],
  ['fingerprint', ({ finding }) => finding.fingerprint],
  ['change', ({ finding }) => finding.change ?? ''],
];

export function* writeCsv(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield toLine(['target', ...columns.map(([name]) => name)]);
  for (const judged of reports) {
    const view = viewReport(judged, options.display);
    const name = targetName(reports, judged);
    for (const finding of [...view.shown, ...view.suppressed]) {
      const facts = factsOf(finding, view);
      yield toLine([name, ...columns.map(([, cellOf]) => cellOf(facts))]);
    }
  }
  const gaps = reports.reduce((sum, { report }) => sum + report.issues.filter(({ severity }) => severity === 'error').length, 0);
  const failed = options.failures?.length ?? 0;
  // There is no place for these in a table of findings, and an empty table must not look clean.
  if (gaps + failed > 0) options.note?.(`CSV lists findings only; not in it: ${gaps + failed} parts or targets that could not be scanned`);
}

function toLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula, in full width too; an apostrophe makes it text. */
const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

function toCell(text: string): string {
  const plain = escapeControl(text);
  const safe = formulaStart.test(plain) || /^[\t\r\n]/.test(text) ? `'${plain}` : plain;
  return /[",;']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
