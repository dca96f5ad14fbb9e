import { type AdvisorySource, type FeedSummary } from '../../src/advisory/source/advisory-source.ts';
import { type EnrichmentRecord, type EnrichmentSource } from '../../src/advisory/enrichment/enrichment-source.ts';
import { type Advisory, type AffectedPackage } from '../../src/model/advisory.ts';
import { type Issue } from '../../src/model/issue.ts';

type Items<Item> = readonly (Item | Issue | FeedSummary)[];

/** An advisory source of values. Its feed counts as there: its file is the folder itself. A function may throw where a feed would. */
export function madeSource(id: string, items: Items<Advisory> | (() => Iterable<Advisory | Issue | FeedSummary>)): AdvisorySource {
  return { ...identity(id), parse: () => stream(items) };
}

export function madeEnrichment(
  id: string,
  items: Items<EnrichmentRecord> | (() => Iterable<EnrichmentRecord | Issue | FeedSummary>),
): EnrichmentSource {
  return { ...identity(id), parse: () => stream(items) };
}

/** About one package each, with an id of its own. */
export function madeAdvisory(sourceId: string, id: string, affected: readonly Partial<AffectedPackage>[]): Advisory {
  return {
    id,
    sourceId,
    aliases: [],
    covers: [],
    severities: [],
    references: [],
    modified: '2026-01-01T00:00:00Z',
    affected: affected.map((fact) => ({
      ecosystem: 'npm',
      name: 'lodash',
      status: 'affected',
      ranges: [{ introduced: '0', fixed: '1.0.0' }],
      versions: [],
      fixState: 'fixed',
      ...fact,
    })),
  };
}

function identity(id: string): Pick<AdvisorySource, 'id' | 'version' | 'title' | 'license' | 'files'> {
  return { id, version: 1, title: id, license: 'CC0-1.0', files: [{ path: '.', upstream: 'http://localhost/' }] };
}

// A feed is a stream; this one is there already.
// eslint-disable-next-line @typescript-eslint/require-await
async function* stream<Item>(items: readonly Item[] | (() => Iterable<Item>)): AsyncGenerator<Item> {
  yield* typeof items === 'function' ? items() : items;
}
