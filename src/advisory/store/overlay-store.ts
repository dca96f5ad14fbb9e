import { createHash } from 'node:crypto';
import { type AdvisoryKey, type Coverage, type Enrichment, type KnownFacts } from '../../model/advisory.ts';
import { toDigest, type Digest } from '../../model/digest.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type AdvisoryDataUsed } from '../../model/report.ts';
import { type AdvisoryStore } from './advisory-store.ts';

/** A store whose answers are joined by those of another, such as an organisation's own advisories. */
export function overlayStore(base: AdvisoryStore, overlay: AdvisoryStore): AdvisoryStore {
  return new OverlayStore(base, overlay);
}

class OverlayStore implements AdvisoryStore {
  readonly kind: AdvisoryStore['kind'];
  readonly builtAt: Date;
  readonly digest: Digest;
  readonly #base: AdvisoryStore;
  readonly #overlay: AdvisoryStore;

  constructor(base: AdvisoryStore, overlay: AdvisoryStore) {
    this.#base = base;
    this.#overlay = overlay;
    this.kind = base.kind;
    this.builtAt = base.builtAt;
    this.digest = toDigest('sha256', createHash('sha256').update(`${base.digest} ${overlay.digest}`).digest('hex'));
  }

  /** A few records of one's own do not cover an ecosystem. */
  coverage(ecosystem: EcosystemId, release: string | undefined): Coverage {
    const covered = this.#base.coverage(ecosystem, release);
    return covered === 'none' && this.#overlay.coverage(ecosystem, release) !== 'none' ? 'mentioned' : covered;
  }

  async find(keys: readonly AdvisoryKey[]): Promise<ReadonlyMap<string, KnownFacts>> {
    const own = await this.#overlay.find(keys);
    return new Map(Array.from(await this.#base.find(keys), ([key, facts]) => [key, join(facts, own.get(key))]));
  }

  async enrich(cves: readonly string[]): Promise<ReadonlyMap<string, Enrichment>> {
    const known = new Map(await this.#base.enrich(cves));
    for (const [cve, enrichment] of await this.#overlay.enrich(cves)) known.set(cve, { ...enrichment, ...known.get(cve) });
    return known;
  }

  used(): AdvisoryDataUsed {
    const [used, own] = [this.#base.used(), this.#overlay.used()];
    const shards = own.shards.map(({ name, digest }) => ({ name: `overlay/${name}`, digest }));
    // Records of one's own are as current as one keeps them: their age says nothing.
    return { ...used, shards: [...used.shards, ...shards] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#base[Symbol.asyncDispose]();
    await this.#overlay[Symbol.asyncDispose]();
  }
}

function join(facts: KnownFacts, own: KnownFacts | undefined): KnownFacts {
  if (own === undefined) return facts;
  return {
    all: () => [...facts.all(), ...own.all()],
    unsettled: (isSettled) => [...facts.unsettled(isSettled), ...own.unsettled(isSettled)],
  };
}
