import { type SearchFact, type SearchResult } from '../advisory/store/search-database.ts';
import { type AffectedRange } from '../model/advisory.ts';
import { escapeControl } from '../lib/terminal/escape-control.ts';
import { formatTable } from './database-status-text.ts';

/** For people. */
export function* formatSearch(text: string, { facts, leftOut, enrichment }: SearchResult): Generator<string> {
  const { knownExploited, exploitPrediction } = enrichment ?? {};
  if (knownExploited !== undefined) yield `known to be exploited since ${escapeControl(knownExploited.addedOn)} (CISA)\n`;
  if (exploitPrediction !== undefined)
    yield `exploited within 30 days: ${(exploitPrediction.probability * 100).toFixed(2)} % likely, on ${escapeControl(exploitPrediction.scoredOn)} (EPSS)\n`;
  if (facts.length === 0) {
    yield `${enrichment === undefined ? 'nothing' : 'no package'} is known about ${escapeControl(text)}\n`;
    return;
  }
  yield* formatTable([['IN', 'PACKAGE', 'ADVISORY', 'STATE', 'VERSIONS', 'SOURCE', 'TITLE'], ...facts.map(describeFact)], []);
  if (leftOut > 0) yield `and ${leftOut} more; --format json has as many\n`;
}

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
    `${shard}${scope.join('')}`,
    affected.name,
    advisory.id,
    state,
    affected.status === 'not-affected' ? '' : versions.join(' or '),
    advisory.sourceId,
    advisory.title ?? '',
  ];
}

function describeRange({ introduced, fixed, lastAffected }: AffectedRange): string {
  const start = introduced === '0' ? '' : `>= ${introduced}`;
  const end = fixed === undefined ? (lastAffected === undefined ? '' : `<= ${lastAffected}`) : `< ${fixed}`;
  return [start, end].filter((part) => part !== '').join(' ') || 'all';
}
