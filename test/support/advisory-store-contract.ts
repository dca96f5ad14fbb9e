import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type AdvisoryStore } from '../../src/advisory/store/advisory-store.ts';
import { formatAdvisoryKey } from '../../src/model/advisory-key.ts';
import { type AdvisoryKey, type Candidate, type KnownFacts } from '../../src/model/advisory.ts';

/** What a store under the contract is known to have and not to have. */
export interface StoreSample {
  /** Every one has at least one answer. */
  readonly known: readonly AdvisoryKey[];
  /** In a covered ecosystem and release, without an answer. */
  readonly absent: AdvisoryKey;
  /** In a release that the store knows nothing of. */
  readonly uncovered: AdvisoryKey;
  readonly enrichedCve: string;
}

/** What every AdvisoryStore must do, whatever it is made of. `open` is called for each test, and the store disposed after it. */
export function describeAdvisoryStore(name: string, sample: StoreSample, open: () => Promise<AdvisoryStore>): void {
  describe(`${name} as an AdvisoryStore`, () => {
    const { known, absent, uncovered } = sample;

    it('knows of what it has facts about, and of nothing else', async () => {
      await using store = await open();
      const isKnown = ({ ecosystem, release }: AdvisoryKey): boolean => store.coverage(ecosystem, release) !== 'none';
      expect(known.filter((key) => !isKnown(key))).toEqual([]);
      expect({ absent: isKnown(absent), uncovered: isKnown(uncovered) }).toEqual({ absent: true, uncovered: false });
    });

    it('answers every key once, empty or not, in the order asked', async () => {
      await using store = await open();
      const keys = [absent, ...known, uncovered];
      const answers = await store.find([...keys, ...keys]);
      expect([...answers.keys()]).toEqual(keys.map(formatAdvisoryKey));
      expect([...answers].map(([key, candidates]) => [key, candidates.all().length > 0])).toEqual(
        keys.map((key) => [formatAdvisoryKey(key), known.includes(key)]),
      );
    });

    it('answers with facts about the package that was asked for', async () => {
      await using store = await open();
      const answers = await store.find(known);
      for (const key of known) {
        for (const { affected, advisory } of answers.get(formatAdvisoryKey(key))?.all() ?? []) {
          expect({ ecosystem: affected.ecosystem, release: affected.release, name: affected.name }).toEqual({ release: undefined, ...key });
          expect([advisory.id, advisory.sourceId].map((text) => text.length > 0)).toEqual([true, true]);
          expect(Object.keys(advisory)).not.toContain('affected');
        }
      }
    });

    it('gives the same answers in the same order, one by one, together and when opened again', async () => {
      await using store = await open();
      await using again = await open();
      const together = plain(await store.find(known));
      const single = await Promise.all([...known].reverse().map(async (key) => [...(await again.find([key]))]));
      expect(plain(new Map(single.flat().reverse()))).toEqual(together);
    });

    it('candidates stay good after the store was closed', async () => {
      const store = await open();
      const answers = [...(await store.find(known)).values()].map((facts) => facts.all());
      const before = plain(await (await open()).find(known)).map(([, candidates]) => candidates);
      await store[Symbol.asyncDispose]();
      expect(JSON.parse(JSON.stringify(answers))).toEqual(before);
    });

    it('leaves out only what a fix has settled, in the order of all', async () => {
      await using store = await open();
      for (const facts of (await store.find(known)).values()) {
        const all = JSON.parse(JSON.stringify(facts.all())) as readonly Candidate[];
        const [none, left] = [false, true].map(
          (isSettled) => JSON.parse(JSON.stringify(facts.unsettled(() => isSettled))) as readonly Candidate[],
        ) as [readonly Candidate[], readonly Candidate[]];
        for (const some of [none, left])
          expect(all.filter((candidate) => some.some((other) => isDeepStrictEqual(candidate, other)))).toEqual(some);
        expect(none.filter(isAffirming)).toEqual(all.filter(isAffirming));
        expect(left.filter(isNeverSettled)).toEqual(all.filter(isNeverSettled));
      }
    });

    it('enriches only what was asked for and is known', async () => {
      await using store = await open();
      expect([...(await store.enrich([sample.enrichedCve, 'CVE-1900-0001'])).keys()]).toEqual([sample.enrichedCve]);
      expect([...(await store.enrich([])).keys()]).toEqual([]);
    });

    it('says what it is', async () => {
      await using store = await open();
      await store.find(known);
      expect(store.used()).toMatchObject({ kind: store.kind, builtAt: store.builtAt });
      expect(Number.isNaN(store.builtAt.getTime())).toBe(false);
    });
  });
}

/** What matters to a version that is past no fix. */
function isAffirming({ affected }: Candidate): boolean {
  return affected.status === 'affected';
}

/** What no fix can settle: open ends and lists of versions. */
function isNeverSettled({ affected }: Candidate): boolean {
  const isOpen = affected.ranges.length === 0 || affected.ranges.some((range) => range.fixed === undefined);
  return affected.status === 'affected' && (affected.versions.length > 0 || isOpen);
}

/** Candidates as plain values: a store may decode them when they are read. */
export function plain(answers: ReadonlyMap<string, KnownFacts>): readonly (readonly [string, readonly Candidate[]])[] {
  return [...answers].map(
    ([key, facts]) => [key, facts.all().map((candidate) => JSON.parse(JSON.stringify(candidate)) as Candidate)] as const,
  );
}
