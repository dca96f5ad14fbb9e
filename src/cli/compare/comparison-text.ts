import { formatBytes } from '../../check/image/format-bytes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type FixedFinding } from '../../model/baseline.ts';
import { type Finding } from '../../model/finding.ts';
import { type Severity, severityRank } from '../../model/severity.ts';
import { makeStyle, type Style } from '../../report/table/style.ts';
import { countOf } from '../../report/table/words.ts';
import { formatCounts } from '../report/format-counts.ts';
import { type ViewStyle } from '../report/write-views.ts';
import { describeBytes, describeCounts, describePackages, findingName } from './describe-comparison.ts';
import { type ChangedFinding, type Comparison, type PackageChange, type SettingChange } from './comparison.ts';

const maxRows = 20;

/** At most a few dozen lines; JSON has everything. Names come from outside and are escaped. */
export function* comparisonText(comparison: Comparison, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { before, after, counts, added, fixed, changed, packages, settings } = comparison;
  yield `${style.strong(escapeControl(before.report.target.name))} → ${style.strong(escapeControl(after.report.target.name))}\n\n`;
  yield `Findings       ${describeCounts(comparison)}\n`;
  yield `  vulnerable   ${formatCounts(counts.before) || 'none'} → ${formatCounts(counts.after) || 'none'}\n`;
  yield `Packages       ${describePackages(comparison)}\n`;
  yield `Size           ${describeBytes(comparison, formatBytes)}\n`;
  yield `Configuration  ${settings.length === 0 ? 'the same' : countOf(settings.length, 'difference')}\n`;
  yield* section('NEW', added.length, findingRows(added, comparison, style), findingColumns, width, style);
  yield* section('CHANGED', changed.length, changedRows(changed, comparison, style), changedColumns, width, style);
  yield* section('FIXED', fixed.length, fixedRows(fixed, style), findingColumns.slice(0, 4), width, style);
  yield* section('PACKAGES', packages.length, packages.map(packageRow), packageColumns, width, style);
  yield* section('CONFIGURATION', settings.length, settings.map(settingRow), settingColumns, width, style);
  const names = [before, after].filter(({ report }) => report.completeness !== 'complete').map(({ report }) => escapeControl(report.target.name));
  if (names.length > 0) yield* ['', ...wrapWords(`Not certain: the scan of ${names.join(' and of ')} has issues; pratique scan lists them.`, width)].map((line) => `${line}\n`);
} // prettier-ignore

const findingColumns: readonly TableColumn[] = [
  { head: 'SEVERITY' },
  { head: 'FINDING', least: 16 },
  { head: 'PACKAGE', least: 12 },
  { head: 'VERSION', least: 8, isOptional: true },
  { head: 'FIX', least: 6, isOptional: true },
  { head: 'WHY', isOptional: true },
];
const changedColumns: readonly TableColumn[] = [
  ...findingColumns.slice(0, 2),
  { head: 'PACKAGE', least: 12 },
  { head: 'CHANGE', least: 20 },
];
const packageColumns: readonly TableColumn[] = [
  { head: '' },
  { head: 'PACKAGE', least: 16 },
  { head: 'TYPE' },
  { head: 'VERSION', least: 20 },
];
const settingColumns: readonly TableColumn[] = [
  { head: 'SETTING', least: 12 },
  { head: 'BEFORE', least: 12 },
  { head: 'AFTER', least: 12 },
];

function* section(
  title: string,
  count: number,
  rows: readonly (readonly string[])[],
  columns: readonly TableColumn[],
  width: number,
  style: Style,
): Iterable<string> {
  if (count === 0) return;
  yield `\n${style.strong(title)} (${count})\n`;
  let isHead = true;
  for (const line of fitTable(columns, rows.slice(0, maxRows), width)) {
    yield `${isHead ? style.faint(line) : line}\n`;
    isHead = false;
  }
  if (count > maxRows) yield `and ${count - maxRows} more; --format json lists them\n`;
}

function findingRows(findings: readonly Finding[], { after }: Comparison, style: Style): readonly (readonly string[])[] {
  const packages = new Map(after.report.packages.map((found) => [found.id, found]));
  return bySeverity(findings).map((finding) => {
    const found = finding.packageId === undefined ? undefined : packages.get(finding.packageId);
    const place = finding.locations[0]?.path ?? '';
    const fix = finding.kind === 'vulnerability' ? (finding.fixedVersion ?? '') : '';
    return [style.severity(finding.severity, finding.severity), findingName(finding), found?.name ?? place, found?.version ?? '', fix, finding.change ?? ''].map(escapeCell);
  });
} // prettier-ignore

function changedRows(changed: readonly ChangedFinding[], { after }: Comparison, style: Style): readonly (readonly string[])[] {
  const names = new Map(after.report.packages.map(({ id, name }) => [id, name]));
  const worst = bySeverity(changed.map(({ finding }) => finding));
  const details = new Map(changed.map(({ finding, detail }) => [finding, detail]));
  return worst.map((finding) =>
    [style.severity(finding.severity, finding.severity), findingName(finding), names.get(finding.packageId ?? '') ?? '', details.get(finding) ?? ''].map(escapeCell),
  );
} // prettier-ignore

function fixedRows(fixed: readonly FixedFinding[], style: Style): readonly (readonly string[])[] {
  return bySeverity(fixed).map(({ severity, id, package: found }) =>
    [style.severity(severity, severity), id, found?.name ?? '', found?.version ?? ''].map(escapeCell),
  );
}

/** The first cell is painted by us; the others come from outside. */
function escapeCell(cell: string, at: number): string {
  return at === 0 ? cell : escapeControl(cell);
}

function bySeverity<T extends { readonly severity: Severity }>(findings: readonly T[]): readonly T[] {
  return findings.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity));
}

const marks: Readonly<Record<PackageChange['change'], string>> = { added: '+', removed: '−', upgraded: '↑', downgraded: '↓', changed: '~' };

function packageRow({ change, name, type, before, after }: PackageChange): readonly string[] {
  const versions = [before.join(', '), after.join(', ')].filter((text) => text !== '').join(' → ');
  return [marks[change], escapeControl(name), escapeControl(type), escapeControl(versions)];
}

function settingRow({ setting, before, after }: SettingChange): readonly string[] {
  return [escapeControl(setting), before === undefined ? '' : escapeControl(before), after === undefined ? '' : escapeControl(after)];
}
