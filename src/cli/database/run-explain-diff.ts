import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { compareReports, type Difference } from '../../report/difference/compare-reports.ts';
import { readComparedReports, type ComparedReport } from '../../report/difference/read-compared-report.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';

export async function runExplainDiff(input: CommandInput, { output }: CommandContext): Promise<number> {
  const [before = '', after = ''] = input.arguments;
  const differences = compareReports(readReport(before), readReport(after));
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(isJson ? [`${JSON.stringify({ differences }, undefined, 2)}\n`] : formatDifferences(differences, output.width));
  return 0;
}

function readReport(path: string): ComparedReport {
  const bytes = readBoundedFile(path, limits.comparedReportBytes, 'the report');
  try {
    const [report, ...others] = readComparedReports(bytes);
    if (report !== undefined && others.length === 0) return report;
  } catch (error) {
    throw new PratiqueError('USAGE', `${path} is not a report: ${messageOf(error)}`, {
      cause: error,
      hint: 'write one with pratique scan --format json',
    });
  }
  throw new PratiqueError('USAGE', `${path} has reports of several images`, { hint: 'compare reports of one image' });
}

const columns: readonly TableColumn[] = [
  { head: 'CHANGE' },
  { head: 'ID', least: 14 },
  { head: 'SEVERITY' },
  { head: 'PACKAGE', least: 12 },
  { head: 'CAUSE' },
  { head: 'DETAIL', least: 12, isOptional: true },
];

/** For people: how many differences each cause explains, then each of them. */
export function* formatDifferences(differences: readonly Difference[], width: number): Generator<string> {
  if (differences.length === 0) {
    yield 'no difference between the findings\n';
    return;
  }
  const counts = new Map<string, number>();
  for (const { cause, change } of differences) counts.set(`${change}: ${cause}`, (counts.get(`${change}: ${cause}`) ?? 0) + 1);
  for (const [what, count] of counts) yield `${String(count).padStart(5)} ${what}\n`;
  yield '\n';
  const rows = differences.map(({ change, cause, finding, detail }) =>
    [change, finding.id, finding.severity, `${finding.name} ${finding.version}`, cause, detail].map(escapeControl),
  );
  for (const line of fitTable(columns, rows, width)) yield `${line}\n`;
}
