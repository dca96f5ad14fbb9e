import { createHash } from 'node:crypto';
import { type AdvisoryStore } from '../../src/advisory/store/advisory-store.ts';
import { formatAdvisoryKey, formatShardName } from '../../src/model/advisory-key.ts';
import { factsInMemory, type Advisory, type Candidate, type Enrichment } from '../../src/model/advisory.ts';
import { toDigest } from '../../src/model/digest.ts';

/** A store over values: the plainest reading of the interface, which others are compared with. */
export function memoryAdvisoryStore(
  advisories: readonly Advisory[],
  enrichments: ReadonlyMap<string, Enrichment> = new Map(),
  builtAt = new Date('2026-01-01T00:00:00Z'),
): AdvisoryStore {
  const shards = new Set<string>();
  const candidates = new Map<string, Candidate[]>();
  for (const { affected, ...advisory } of [...advisories].sort((a, b) => compareText(a.id, b.id) || compareText(a.sourceId, b.sourceId))) {
    for (const fact of affected) {
      shards.add(formatShardName(fact.ecosystem, fact.release));
      const key = formatAdvisoryKey(fact);
      candidates.set(key, [...(candidates.get(key) ?? []), { advisory, affected: fact }]);
    }
  }
  return {
    kind: 'database',
    builtAt,
    digest: toDigest('sha256', createHash('sha256').update(JSON.stringify(advisories)).digest('hex')),
    coverage: (ecosystem, release) => (shards.has(formatShardName(ecosystem, release)) ? 'covered' : 'none'),
    find: (keys) => Promise.resolve(new Map(keys.map(formatAdvisoryKey).map((key) => [key, factsInMemory(candidates.get(key) ?? [])]))),
    enrich: (cves) => Promise.resolve(new Map([...enrichments].filter(([cve]) => cves.includes(cve)))),
    used: () => ({ kind: 'database', builtAt, shards: [], sources: [] }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
