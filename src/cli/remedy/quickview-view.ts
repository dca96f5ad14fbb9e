import { formatBytes } from '../../check/image/format-bytes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { countFindings } from '../../model/count-findings.ts';
import { shortDigest } from '../../model/digest.ts';
import { type FindingKind } from '../../model/finding.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ScanReport } from '../../model/report.ts';
import { severities } from '../../model/severity.ts';
import { summariseImage, type SeverityCounts } from '../../remedy/base/summarise-image.ts';
import { toTarget } from '../../report/json/to-target.ts';
import { makeStyle } from '../../report/table/style.ts';
import { countOf } from '../../report/table/words.ts';
import { type ViewStyle } from '../report/write-views.ts';
import { describeState, familiar, formatChange, isUpdate } from './describe-base.ts';
import { type Candidate, type Recommendation } from './recommendation.ts';

export interface Quickview {
  readonly report: ScanReport;
  /** Absent where the base is not known. */
  readonly base?: Recommendation;
}

const columns: readonly TableColumn[] = [
  { head: '' },
  { head: '', least: 18 },
  ...['CRIT', 'HIGH', 'MED', 'LOW', 'NEGL', '?'].map((head) => ({ head, isRight: true })),
  { head: 'SIZE', isRight: true, isOptional: true },
  { head: 'CHANGE', isRight: true, isOptional: true },
];

/** At most some twenty lines. Names come from outside and are escaped. */
export function* quickviewText({ report, base }: Quickview, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { target } = report;
  const own = summariseImage(report);
  const rows = [rowOf('Image', target.name, own.counts, own.compressedBytes)];
  if (base?.inUse !== undefined && !isItself(base)) rows.push(rowOf('  Base image', familiar(base.base.reference), base.inUse.counts, base.inUse.compressedBytes));
  for (const [name, candidate] of updatesOf(base))
    rows.push(rowOf(`  ${name}`, familiar(candidate.reference), candidate.summary.counts, candidate.summary.compressedBytes, formatChange(candidate.summary.counts, base?.inUse?.counts)));
  let isHead = true;
  for (const line of fitTable(columns, rows, width)) {
    yield `${isHead ? style.faint(line) : line}\n`;
    isHead = false;
  }
  yield '\n';
  const digest = target.manifestDigest ?? target.configDigest;
  const platform = target.platform === undefined ? '' : `, ${formatPlatform(target.platform)}`;
  yield `${own.distribution === undefined ? '' : `${escapeControl(own.distribution)}, `}${countOf(report.packages.length, 'package')}${platform}${digest === undefined ? '' : `, ${shortDigest(digest)}`}\n`;
  if (base !== undefined && !isItself(base)) yield `Built on ${escapeControl(familiar(base.base.reference))}. ${base.isCurrent === undefined ? '' : describeState(base)}`.trimEnd() + '\n';
  const others = (['misconfiguration', 'secret', 'license'] as const).flatMap((kind) => countKind(report, kind));
  if (others.length > 0) yield `Also ${others.join(', ')}.\n`;
  if (report.issues.length > 0) yield `Not certain: ${countOf(report.issues.length, 'issue')}; pratique scan lists them.\n`;
  const actions = report.plan.slice(0, 3);
  if (actions.length > 0) yield `\n${style.strong('WHAT TO DO')} (findings removed)\n`;
  const losses = actions.map(({ findings }) => `−${new Set(findings.map(({ id }) => id)).size}`);
  const column = Math.max(...losses.map((loss) => loss.length));
  for (const [at, { text }] of actions.entries())
    yield `${wrapWords(escapeControl(text), width, `  ${losses[at]!.padStart(column)}  `, ' '.repeat(column + 6)).join('\n')}\n`;
} // prettier-ignore

function isItself({ base }: Recommendation): boolean {
  return base.isWhole;
}

function updatesOf(base: Recommendation | undefined): readonly (readonly [string, Candidate])[] {
  const refreshed = base?.candidates.find(({ kind }) => kind === 'refresh');
  const updated = base?.candidates.find(({ kind }) => kind !== 'refresh' && isUpdate(kind));
  return [
    ...(refreshed === undefined ? [] : [['Refreshed base', refreshed] as const]),
    ...(updated === undefined ? [] : [['Updated base', updated] as const]),
  ];
}

function rowOf(what: string, name: string, counts: SeverityCounts, bytes: number | undefined, change = ''): readonly string[] {
  const numbers = severities.map((severity) => (counts[severity] === 0 ? '0' : String(counts[severity])));
  return [what, escapeControl(name), ...numbers, bytes === undefined ? '' : formatBytes(bytes), change];
}

function countKind({ findings }: ScanReport, kind: Exclude<FindingKind, 'vulnerability' | 'audit'>): readonly string[] {
  const found = findings.filter((finding) => finding.kind === kind && finding.suppression === undefined);
  const { occurrences } = countFindings(found);
  const nouns = { misconfiguration: 'misconfiguration', secret: 'secret', license: 'licence finding' } as const;
  return occurrences === 0 ? [] : [countOf(occurrences, nouns[kind])];
}

/** One JSON document: the counts, and what is known of the base as `pratique recommend` has it. */
export function* quickviewJson({ report, base }: Quickview, toolVersion: string): Iterable<string> {
  const brief = (candidate: Candidate | undefined): unknown => candidate === undefined ? undefined : { reference: candidate.reference, kind: candidate.kind, ...candidate.summary };
  const updates = new Map(updatesOf(base));
  yield `${JSON.stringify({
    schemaVersion: 1,
    tool: { name: 'pratique', version: toolVersion },
    target: toTarget(report.target),
    ...summariseImage(report),
    ...(base === undefined ? {} : { base: { ...base.base, ...(base.inUse === undefined ? {} : { summary: base.inUse }), refreshed: brief(updates.get('Refreshed base')), updated: brief(updates.get('Updated base')) } }),
    plan: report.plan.map(({ kind, text, findings }) => ({ kind, text, findings: findings.length })),
    issues: report.issues.map(({ code, message }) => ({ code, message })),
  })}\n`;
} // prettier-ignore
