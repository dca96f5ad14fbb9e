import { type Advisory } from '../../../model/advisory.ts';
import { isCve, prefixOf, type OsvIdentity } from './osv-identity.ts';
import { type AdvisoryRecord } from './osv-record.ts';

interface HeldRecord {
  readonly advisory: AdvisoryRecord['advisory'];
  readonly publisher: string;
  readonly cves: readonly string[];
}

const mostHeld = 100_000;

/**
 * Keeps records back whose own CVE is not clear from themselves, until all others have been seen; a few hundred in a feed. Then, one
 * publisher at a time, a CVE is some record's own if
 *
 * 1. no other record has it alone and it is the only such one here;
 * 2. as many records as CVEs share the same set: the first record has the first CVE, and so on;
 * 3. it is the only one of the year in which the record was published, and no other record would claim it.
 *
 * What is left is taken to bundle all its CVEs, each a flaw of its own, so that none is lost.
 */
export class HeldIdentities {
  readonly #held: HeldRecord[] = [];
  /** CVEs that are some record's only one, by publisher. */
  readonly #taken = new Map<string, Set<string>>();

  /** The advisory, unless it is kept back or says nothing of the wanted ecosystem. */
  settle({ advisory, identity }: AdvisoryRecord): Advisory | undefined {
    const publisher = prefixOf(advisory.id);
    if (!('cves' in identity)) {
      this.#take(publisher, identity.aliases.find(isCve));
      return advisory.affected.length > 0 ? { ...advisory, ...identity } : undefined;
    }
    if (this.#held.length >= mostHeld) return { ...advisory, ...bundle(identity.cves) };
    this.#held.push({ advisory, publisher, cves: identity.cves });
    return undefined;
  }

  /** To be called once, at the end. */
  *rest(): Generator<Advisory> {
    const own = this.#decide();
    for (const held of this.#held) {
      if (held.advisory.affected.length === 0) continue;
      const cve = own.get(held);
      yield { ...held.advisory, ...(cve === undefined ? bundle(held.cves) : { aliases: [cve], covers: [] }) };
    }
  }

  #decide(): ReadonlyMap<HeldRecord, string> {
    const own = new Map<HeldRecord, string>();
    const assign = (held: HeldRecord, cve: string): void => {
      own.set(held, cve);
      this.#take(held.publisher, cve);
    };
    const open = (): readonly HeldRecord[] => this.#held.filter((held) => !own.has(held));
    this.#eliminate(open, assign);
    for (const group of groupBy(open(), (held) => [held.publisher, ...this.#free(held)].join())) this.#pair(group, assign);
    const claims = groupBy(open(), (held) => `${held.publisher} ${this.#sameYear(held) ?? held.advisory.id}`);
    for (const [held, rival] of claims) {
      const cve = held === undefined || rival !== undefined ? undefined : this.#sameYear(held);
      if (held !== undefined && cve !== undefined) assign(held, cve);
    }
    return own;
  }

  /** Each round may leave another record with one. */
  #eliminate(open: () => readonly HeldRecord[], assign: (held: HeldRecord, cve: string) => void): void {
    for (;;) {
      const found = open().filter((held) => this.#free(held).length === 1);
      if (found.length === 0) return;
      for (const held of found) assign(held, this.#free(held)[0] ?? held.cves[0]!);
    }
  }

  #pair(group: readonly HeldRecord[], assign: (held: HeldRecord, cve: string) => void): void {
    const [first] = group;
    const cves = first === undefined ? [] : this.#free(first).toSorted(byYearAndNumber);
    if (cves.length !== group.length) return;
    group.toSorted(byPublication).forEach((held, place) => assign(held, cves[place]!));
  }

  #sameYear(held: HeldRecord): string | undefined {
    const { published } = held.advisory;
    const same = this.#free(held).filter((cve) => published?.startsWith(cve.slice(4, 8)) === true);
    return same.length === 1 ? same[0] : undefined;
  }

  #free({ publisher, cves }: HeldRecord): readonly string[] {
    return cves.filter((cve) => this.#taken.get(publisher)?.has(cve) !== true);
  }

  #take(publisher: string, cve: string | undefined): void {
    if (cve === undefined) return;
    const taken = this.#taken.get(publisher) ?? new Set();
    this.#taken.set(publisher, taken.add(cve));
  }
}

function bundle(cves: readonly string[]): OsvIdentity {
  return { aliases: [], covers: cves };
}

function groupBy(records: readonly HeldRecord[], keyOf: (held: HeldRecord) => string): Iterable<readonly HeldRecord[]> {
  const groups = new Map<string, HeldRecord[]>();
  for (const held of records) {
    const group = groups.get(keyOf(held));
    if (group === undefined) groups.set(keyOf(held), [held]);
    else group.push(held);
  }
  return groups.values();
}

function byPublication(a: HeldRecord, b: HeldRecord): number {
  const [left, right] = [`${a.advisory.published ?? ''} ${a.advisory.id}`, `${b.advisory.published ?? ''} ${b.advisory.id}`];
  return left < right ? -1 : 1;
}

function byYearAndNumber(a: string, b: string): number {
  return Number(a.slice(4, 8)) - Number(b.slice(4, 8)) || Number(a.slice(9)) - Number(b.slice(9));
}
