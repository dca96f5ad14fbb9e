import { type AdvisoryKey, type Coverage, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type Digest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';

/** Returns the facts about packages; opened once per scan. */
export interface AdvisoryStore extends AsyncDisposable {
  readonly kind: 'database' | 'starter';
  readonly builtAt: Date;
  /** Of everything it could answer: two stores with the same digest answer the same. */
  readonly digest: Digest;
  /** Whether an empty answer about this ecosystem and release means anything. A package that is not covered is not assessed, never "clean". */
  coverage(ecosystem: EcosystemId, release: string | undefined): Coverage;
  /** One round trip for many packages; the answer has an entry for every key (by `formatAdvisoryKey`), known or not. */
  find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>>;
  /** Known exploitation and exploit prediction, by CVE. */
  enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>>;
  /** Which shards answered since it was opened, and where their data comes from. */
  used(): AdvisoryDataUsed;
}
