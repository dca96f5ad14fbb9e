import { type SearchFact, type SearchResult } from '../../advisory/store/search-database.ts';
import { type AffectedRange } from '../../model/advisory.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';

/** For people, no wider than the terminal. */
export function* formatSearch(text: string, { facts, leftOut, enrichment }: SearchResult, width: number): Generator<string> {
  const { knownExploited, exploitPrediction } = enrichment ?? {};
  if (knownExploited !== undefined) yield `known to be exploited since ${escapeControl(knownExploited.addedOn)} (CISA KEV)\n`;
  if (exploitPrediction !== undefined)
    yield `EPSS ${(exploitPrediction.probability * 100).toFixed(2)} % within 30 days, as of ${escapeControl(exploitPrediction.scoredOn)}\n`;
  if (facts.length === 0) {
    yield `${enrichment === undefined ? 'no advisory or package' : 'no package'} found for ${escapeControl(text)}\n`;
    return;
  }
  const rows = facts.map((fact) => describeFact(fact).map(escapeControl));
  for (const line of fitTable(columns, rows, width)) yield `${line}\n`;
  if (leftOut > 0) yield `${leftOut} more not shown\n`;
}

const columns: readonly TableColumn[] = [
  { head: 'ADVISORY', least: 14 },
  { head: 'PACKAGE', least: 10 },
  { head: 'IN', least: 8 },
  { head: 'AFFECTED', least: 10 },
  { head: 'STATE' },
  { head: 'TITLE', least: 30, isOptional: true },
  { head: 'SOURCE', isOptional: true },
];

/** For programs. */
export function formatSearchJson(text: string, { foundBy, facts, leftOut, enrichment }: SearchResult): string {
  const plain = facts.map(({ shard, candidate: { advisory, affected } }) => ({ shard, affected, advisory }));
  return `${JSON.stringify({ query: text, foundBy, ...(enrichment !== undefined && { enrichment }), leftOut, facts: plain }, undefined, 2)}\n`;
}

function describeFact({ shard, candidate: { advisory, affected } }: SearchFact): readonly string[] {
  const scope = [affected.stream, affected.module].filter((part) => part !== undefined).map((part) => ` (${part})`);
  const state = affected.status === 'affected' ? affected.fixState : affected.status;
  const versions = [...affected.ranges.map(describeRange), ...(affected.versions.length > 0 ? [`${affected.versions.length} listed`] : [])];
  return [
    advisory.id,
    affected.name,
    `${shard}${scope.join('')}`,
    affected.status === 'not-affected' ? '' : versions.join(' or '),
    state,
    advisory.title ?? '',
    advisory.sourceId,
  ];
}

function describeRange({ introduced, fixed, lastAffected }: AffectedRange): string {
  const start = introduced === '0' ? '' : `>= ${introduced}`;
  const end = fixed === undefined ? (lastAffected === undefined ? '' : `<= ${lastAffected}`) : `< ${fixed}`;
  return [start, end].filter((part) => part !== '').join(' ') || 'all';
}
