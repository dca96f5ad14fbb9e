import { type Enrichment } from '../../model/advisory.ts';
import { encodeCveFact, enrichmentShardName, readCveRecord } from '../store/cve-facts.ts';
import { ShardFile } from '../store/shard-file.ts';
import { type ShardWriter } from '../store/shard-writer.ts';

/** Collects facts about CVEs from all their sources during a build. Facts are kept as text, because there are about 300,000 of them. */
export class EnrichmentTable {
  readonly #facts = new Map<string, Map<string, string>>();

  add(sourceId: string, cve: string, enrichment: Enrichment): void {
    this.#addEncoded(sourceId, cve, JSON.stringify(encodeCveFact(sourceId, enrichment)));
  }

  /** Copies one source's facts from a shard without decoding them. Throws DATABASE_DAMAGED. */
  keep(sourceId: string, path: string): void {
    using file = new ShardFile(path, enrichmentShardName);
    for (let record = 0; record < file.recordCount('names'); record++) {
      const [names, facts] = readCveRecord(file, record);
      for (const fact of facts) if (fact[0] === sourceId) this.#addEncoded(sourceId, names[0]!, JSON.stringify(fact));
    }
  }

  /** Drops the facts of a source that failed part-way. */
  drop(sourceId: string): void {
    this.#facts.delete(sourceId);
  }

  /** Ids of the sources that have facts, sorted. */
  get sources(): readonly string[] {
    return [...this.#facts.keys()].sort();
  }

  /** Returns the number of facts written. */
  write(writer: ShardWriter): number {
    const sources = [...this.#facts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, facts]) => facts);
    const cves = [...new Set(sources.flatMap((facts) => [...facts.keys()]))].sort();
    let count = 0;
    for (const cve of cves) {
      const facts = sources.map((source) => source.get(cve)).filter((fact) => fact !== undefined);
      count += facts.length;
      writer.addNamed([cve], `[${JSON.stringify([cve])},[${facts.join()}]]`);
    }
    return count;
  }

  #addEncoded(sourceId: string, cve: string, fact: string): void {
    const facts = this.#facts.get(sourceId);
    if (facts === undefined) this.#facts.set(sourceId, new Map([[cve, fact]]));
    else facts.set(cve, fact);
  }
}
