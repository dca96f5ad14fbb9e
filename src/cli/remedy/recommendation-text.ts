import { formatBytes } from '../../check/image/format-bytes.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { makeStyle } from '../../report/table/style.ts';
import { formatCounts } from '../report/format-counts.ts';
import { type ViewStyle } from '../report/write-views.ts';
import { type ImageSummary } from '../../remedy/base/summarise-image.ts';
import { bestOf, describeState, evidenceWords, familiar, formatChange, fromLine, isUpdate, kindWords } from './describe-base.ts';
import { type Candidate, type Recommendation } from './recommendation.ts';

/** What the base is, how it stands, and a table of what could replace it. Names come from outside and are escaped. */
export function* recommendationText(recommendation: Recommendation, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { target, base, inUse, candidates, findings, isFromCatalogue } = recommendation;
  const name = escapeControl(familiar(base.reference));
  if (base.isWhole && base.evidence === 'layers' && familiar(target.name.replace(/^registry:/, '')) === familiar(base.reference))
    yield `${style.strong(name)} is taken for a base image.\n`;
  else {
    yield `${escapeControl(target.name)} is built on ${style.strong(name)}\n`;
    yield `  ${evidenceWords[base.evidence]}${base.layerCount === undefined ? '' : ` (${base.layerCount} of ${target.layers.length})`}\n`;
  }
  const state = describeState(recommendation);
  yield* wrapWords(state, width, '').map((line) => `${recommendation.isCurrent === false ? style.caution(line) : line}\n`);
  for (const { message } of findings.filter(({ ruleId }) => ruleId === 'base-end-of-life'))
    yield* wrapWords(`End of life: ${escapeControl(message)}.`, width, '').map((line) => `${style.bad(line)}\n`);
  if (isFromCatalogue) yield 'Candidates are images that were scanned on this machine before.\n';
  yield '\n';
  const rows = [inUseRow(recommendation), ...candidates.map((candidate) => rowOf(candidate, recommendation))];
  let isHead = true;
  for (const line of fitTable(columns, rows, width)) {
    yield `${isHead ? style.faint(line) : line}\n`;
    isHead = false;
  }
  if ([inUse, ...candidates.map(({ summary }) => summary)].some((summary) => summary !== undefined && summary.completeness !== 'complete'))
    yield '* not certain: pratique scan TAG lists what could not be scanned or matched\n';
  const signed = candidates.some(({ signatures }) => signatures.length > 0);
  if (signed) yield 'Signatures were not verified; see pratique verify.\n';
  const best = bestOf(recommendation);
  if (best !== undefined) {
    const removed = inUse === undefined ? '' : ` (${formatChange(best.summary.counts, inUse.counts)} findings)`;
    yield `\n${style.strong('WHAT TO DO')}${best.kind === 'major' ? '  a new major version: test it' : ''}\n`;
    yield `  ${best.kind === 'refresh' ? 'build again on the current' : 'use'} ${escapeControl(familiar(best.reference))}${removed}\n  ${escapeControl(fromLine(best))}\n`;
  } else if (candidates.some(({ kind }) => isUpdate(kind))) yield '\nNo newer version has fewer findings.\n';
}

const columns: readonly TableColumn[] = [
  { head: '' },
  { head: 'TAG', least: 14 },
  { head: 'FINDINGS', least: 10 },
  { head: 'CHANGE', isRight: true },
  { head: 'SIZE', isRight: true },
  { head: 'MADE' },
  { head: 'SUPPORT', isOptional: true },
  { head: 'SIGNED', isOptional: true },
];

function inUseRow({ base, inUse, supportedUntil }: Recommendation): readonly string[] {
  const tag = base.reference.slice(base.reference.lastIndexOf(':') + 1);
  return [
    'in use',
    escapeControl(tag),
    inUse === undefined ? 'unknown' : findingsOf(inUse),
    '',
    inUse?.compressedBytes === undefined ? '' : formatBytes(inUse.compressedBytes),
    (base.created ?? '').slice(0, 10),
    supportedUntil ?? inUse?.endOfLife ?? '',
    '',
  ];
}

function rowOf({ kind, tag, reference, summary, created, support, signatures, isPrerelease }: Candidate, { base, inUse }: Recommendation): readonly string[] {
  const repository = base.reference.slice(0, base.reference.lastIndexOf(':'));
  const name = reference.startsWith(`${repository}:`) ? tag : familiar(reference);
  return [
    `${kindWords[kind]}${isPrerelease ? ', prerelease' : support.isLongTerm && kind === 'major' ? ', LTS' : ''}`,
    escapeControl(name),
    findingsOf(summary),
    formatChange(summary.counts, inUse?.counts),
    summary.compressedBytes === undefined ? '' : formatBytes(summary.compressedBytes),
    (created ?? '').slice(0, 10),
    support.until ?? summary.endOfLife ?? '',
    signatures.join(', '),
  ];
} // prettier-ignore

/** A star where the scan was incomplete or not certain. */
function findingsOf({ counts, completeness }: ImageSummary): string {
  return `${formatCounts(counts) || 'none'}${completeness === 'complete' ? '' : '*'}`;
}
