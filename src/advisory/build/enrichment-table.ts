import { type Enrichment } from '../../model/advisory.ts';
import { encodeCveFact, enrichmentShardName, isTextOnly, readCveRecord } from '../store/cve-facts.ts';
import { ShardFile } from '../store/shard-file.ts';
import { type ShardWriter } from '../store/shard-writer.ts';

/** Collects facts about CVEs from all their sources during a build. Facts are kept as text, because there are about 300,000 of them. */
export class EnrichmentTable {
  readonly #facts = new Map<string, Map<string, string>>();
  /** What CVEs are about in the words of advisory sources, which have it in their records. */
  readonly #texts = new Map<string, Map<string, string>>();

  add(sourceId: string, cve: string, enrichment: Enrichment): void {
    addTo(this.#facts, sourceId, cve, JSON.stringify(encodeCveFact(sourceId, enrichment)));
  }

  addText(sourceId: string, cve: string, description: string): void {
    addTo(this.#texts, sourceId, cve, JSON.stringify(encodeCveFact(sourceId, { description })));
  }

  /** What {@link addText} was given by one source, encoded. */
  textsOf(sourceId: string): ReadonlyMap<string, string> {
    return this.#texts.get(sourceId) ?? new Map();
  }

  /** Takes what {@link textsOf} gave. */
  restoreTexts(sourceId: string, texts: ReadonlyMap<string, string>): void {
    if (texts.size > 0) this.#texts.set(sourceId, new Map(texts));
  }

  /** Copies one source's facts from a shard without decoding them. Throws DATABASE_DAMAGED. */
  keep(sourceId: string, path: string): void {
    using file = new ShardFile(path, enrichmentShardName);
    for (let record = 0; record < file.recordCount('names'); record++) {
      const [names, facts] = readCveRecord(file, record);
      for (const fact of facts)
        if (fact[0] === sourceId) addTo(isTextOnly(fact) ? this.#texts : this.#facts, sourceId, names[0]!, JSON.stringify(fact));
    }
  }

  /** Drops the facts of a source that failed part-way. */
  drop(sourceId: string): void {
    this.#facts.delete(sourceId);
    this.#texts.delete(sourceId);
  }

  /** Ids of the sources that have facts, sorted. */
  get sources(): readonly string[] {
    return [...this.#facts.keys()].sort();
  }

  /** Returns the number of facts written. */
  write(writer: ShardWriter): number {
    const sources = inOrder(this.#facts);
    // One text is enough, and the CVE's own record comes first.
    const texts = inOrder(this.#texts);
    const describing = describingSources.map((id) => this.#facts.get(id));
    const cves = [...new Set([...sources, ...texts].flatMap((facts) => [...facts.keys()]))].sort();
    let count = 0;
    for (const cve of cves) {
      const facts = sources.map((source) => source.get(cve)).filter((fact) => fact !== undefined);
      const text = texts.find((source) => source.has(cve))?.get(cve);
      if (text !== undefined && !describing.some((source) => source?.has(cve))) facts.push(text);
      count += facts.length;
      writer.addNamed([cve], `[${JSON.stringify([cve])},[${facts.join()}]]`);
    }
    return count;
  }
}

type Facts = Map<string, Map<string, string>>;

/** Sources of facts about CVEs that describe every CVE they have. */
const describingSources: readonly string[] = ['nvd'];

function addTo(table: Facts, sourceId: string, cve: string, fact: string): void {
  const facts = table.get(sourceId);
  if (facts === undefined) table.set(sourceId, new Map([[cve, fact]]));
  else facts.set(cve, fact);
}

function inOrder(table: Facts): readonly ReadonlyMap<string, string>[] {
  return [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, facts]) => facts);
}
