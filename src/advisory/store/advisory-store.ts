import { type AdvisoryKey, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type Digest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';

/** Answers what is known about packages; opened once per scan. */
export interface AdvisoryStore extends AsyncDisposable {
  readonly kind: 'database' | 'starter';
  readonly builtAt: Date;
  /** Of everything it could answer: two stores with the same digest answer the same. */
  readonly digest: Digest;
  /** Whether advisories for this ecosystem and release are in it at all; without them a package is not assessed, never "clean". */
  covers(ecosystem: EcosystemId, release: string | undefined): boolean;
  /** One round trip for many packages; the answer has an entry for every key (by `formatAdvisoryKey`), known or not. */
  find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>>;
  /** Known exploitation and exploit prediction, by CVE. */
  enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>>;
  /** Which shards answered since it was opened, and where their data comes from. */
  used(): AdvisoryDataUsed;
}
