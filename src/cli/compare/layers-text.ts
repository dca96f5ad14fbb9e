import { formatBytes } from '../../check/image/format-bytes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { type Finding } from '../../model/finding.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';
import { severities, type Severity } from '../../model/severity.ts';
import { type DiveResult } from '../../remedy/layers/dive-rules.ts';
import { type WastedPath } from '../../remedy/layers/analyse-layers.ts';
import { makeStyle, type Style } from '../../report/table/style.ts';
import { countOf } from '../../report/table/words.ts';
import { formatCounts } from '../report/format-counts.ts';
import { type ViewStyle } from '../report/write-views.ts';
import { type LayersView } from './layers-view.ts';
import { secretsOf } from './secrets-of.ts';

const maxPaths = 10;
const maxSecrets = 10;

export function* layersText(view: LayersView, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { report, analysis, compressedBytes } = view;
  const stored = compressedBytes.reduce((sum, bytes) => sum + bytes, 0);
  const count = analysis.layers.length;
  yield `${style.strong(escapeControl(report.target.name))}  ${countOf(count, 'layer')}, ${formatBytes(analysis.bytes)} of files`;
  yield `${stored === 0 ? '' : ` (${formatBytes(stored)} stored)`}\n`;
  yield `Efficiency ${formatShare(analysis.efficiency)}, ${formatBytes(analysis.wastedBytes)} wasted\n\n`;
  if (count > 0) yield* lines(fitTable(columns, rowsOf(view), width), style);
  yield* wastedLines(view, width, style);
  yield* secretLines(view, width, style);
  if (report.issues.length > 0)
    yield `\nThe list of findings is not certain: ${countOf(report.issues.length, 'issue')}. See: pratique scan ${escapeControl(report.target.name)}\n`;
  if (view.results !== undefined) yield* ruleLines(view.results, width, style);
}

const columns: readonly TableColumn[] = [
  { head: '#', isRight: true },
  { head: 'SIZE', isRight: true },
  { head: 'WASTED', isRight: true },
  { head: 'FINDINGS', least: 8, isOptional: true },
  { head: 'SECRETS', isRight: true, isOptional: true },
  { head: 'FROM', isOptional: true },
  { head: 'INSTRUCTION', least: 16 },
];

function rowsOf({ report, analysis, findings }: LayersView): readonly (readonly string[])[] {
  return analysis.layers.map(({ index, bytes, wastedBytes }) => {
    const { createdBy = '', broughtBy } = report.target.layers[index] ?? { broughtBy: 'unknown' };
    const own = findings[index] ?? [];
    const secrets = own.filter(({ kind }) => kind === 'secret').length;
    return [
      String(index),
      formatBytes(bytes),
      wastedBytes === 0 ? '' : formatBytes(wastedBytes),
      formatCounts(countOwn(own)),
      secrets === 0 ? '' : String(secrets),
      broughtBy === 'unknown' ? '' : broughtBy === 'base' ? 'base' : 'yours',
      escapeControl(readableInstruction(createdBy)),
    ];
  });
}

/** Every finding but secrets, which have a column of their own. */
function countOwn(findings: readonly Finding[]): Record<Severity, number> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { kind, severity } of findings) if (kind !== 'secret') counts[severity]++;
  return counts;
}

function* wastedLines({ analysis }: LayersView, width: number, style: Style): Iterable<string> {
  const { wasted, wastedPathCount, wastedBytes } = analysis;
  const shown = wasted.filter((path) => path.wastedBytes > 0).slice(0, maxPaths);
  if (shown.length === 0) return;
  yield `\n${style.strong('WASTED SPACE')}  ${formatBytes(wastedBytes)} in ${countOf(wastedPathCount, 'file')}\n`;
  const rows = shown.map((path) => [formatBytes(path.wastedBytes), escapeControl(path.path), fateOf(path)]);
  yield* lines(fitTable([{ head: 'SIZE', isRight: true }, { head: 'FILE', least: 20 }, { head: 'WHY' }], rows, width), style);
  if (wastedPathCount > shown.length) yield `and ${countOf(wastedPathCount - shown.length, 'more file', 'more files')}; --format json lists them\n`;
} // prettier-ignore

function fateOf({ storedIn, deletedIn, isSameSize }: WastedPath): string {
  if (deletedIn !== undefined) return `layer ${storedIn.at(-1)}, deleted in ${deletedIn}`;
  if (storedIn.length === 1) return `twice in layer ${storedIn[0]}`;
  const where = storedIn.length > 4 ? `${storedIn.length} layers` : `layers ${storedIn.join(', ')}`;
  return `${where}${isSameSize ? ', same size' : ''}`;
}

const exposures: Readonly<Record<string, string>> = {
  final: 'in the container',
  deleted: 'deleted later, still readable',
  history: 'in the history',
  config: 'in the configuration',
};

function* secretLines({ report }: LayersView, width: number, style: Style): Iterable<string> {
  const secrets = secretsOf(report);
  if (secrets.length === 0) return;
  yield `\n${style.strong('SECRETS')}\n`;
  const rows = secrets.slice(0, maxSecrets).map(({ ruleId, locations, setting, exposure }) => {
    const [place] = locations;
    const path = place === undefined ? (setting ?? '') : `${place.path}${place.line === undefined ? '' : `:${place.line}`}`;
    return [place?.layerIndex === undefined ? '' : String(place.layerIndex), ruleId, escapeControl(path), exposures[exposure ?? 'final'] ?? ''];
  });
  const heads = [{ head: '#', isRight: true }, { head: 'RULE', least: 12 }, { head: 'WHERE', least: 16 }, { head: 'READABLE', least: 12 }];
  yield* lines(fitTable(heads, rows, width), style);
  if (secrets.length > maxSecrets) yield `and ${secrets.length - maxSecrets} more; --format json lists them\n`;
} // prettier-ignore

function* ruleLines(results: readonly DiveResult[], width: number, style: Style): Iterable<string> {
  yield `\n${style.strong('RULES')}\n`;
  const words = { passed: 'PASS', failed: 'FAIL', disabled: 'SKIP' } as const;
  const rows = results.map(({ rule, outcome, limit, value, unit }) => {
    const format = unit === 'share' ? (share: number): string => share.toFixed(4) : formatBytes;
    return [words[outcome], rule, format(value), limit === undefined ? 'disabled' : `${rule === 'lowestEfficiency' ? 'at least' : 'at most'} ${format(limit)}`];
  });
  for (const line of fitTable([{ head: '' }, { head: 'RULE' }, { head: 'VALUE', isRight: true }, { head: 'LIMIT' }], rows, width))
    yield `${line.startsWith('FAIL') ? style.bad('FAIL') + line.slice(4) : line.startsWith('PASS') ? style.good('PASS') + line.slice(4) : line}\n`;
} // prettier-ignore

function* lines(table: Iterable<string>, style: Style): Iterable<string> {
  let isHead = true;
  for (const line of table) {
    yield `${isHead ? style.faint(line) : line}\n`;
    isHead = false;
  }
}

/** `96.2 %`; 100 % only where nothing is wasted. */
function formatShare(share: number): string {
  return `${share === 1 ? '100' : Math.min(99.9, share * 100).toFixed(1)} %`;
}
