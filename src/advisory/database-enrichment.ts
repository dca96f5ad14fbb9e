import { type Enrichment } from '../model/advisory.ts';
import { ShardFile } from './store/shard-file.ts';
import { type ShardWriter } from './store/shard-writer.ts';

/** Name of the shard of facts about CVEs. */
export const enrichmentShardName = 'cve';

type ExploitTuple = [addedOn: string, isRansomware: 0 | 1, dueOn?: string];
type PredictionTuple = [probability: number, percentile: number, scoredOn: string];
type FactTuple = [sourceId: string, exploited: ExploitTuple | 0, prediction: PredictionTuple | 0];

/** Gathers facts about CVEs from all their sources while a database is built. Kept as text: there are 300,000. */
export class EnrichmentTable {
  readonly #facts = new Map<string, Map<string, string>>();

  add(sourceId: string, cve: string, enrichment: Enrichment): void {
    this.#addEncoded(sourceId, cve, JSON.stringify(encodeFact(sourceId, enrichment)));
  }

  /** Copies one source's facts from a shard, unread. Throws DATABASE_DAMAGED. */
  keep(sourceId: string, path: string): void {
    using file = new ShardFile(path, enrichmentShardName);
    for (let record = 0; record < file.recordCount('names'); record++) {
      const [names, facts] = readRecord(file, record);
      for (const fact of facts) if (fact[0] === sourceId) this.#addEncoded(sourceId, names[0]!, JSON.stringify(fact));
    }
  }

  /** Forgets a source that failed half-way. */
  drop(sourceId: string): void {
    this.#facts.delete(sourceId);
  }

  get isEmpty(): boolean {
    return this.#facts.size === 0;
  }

  /** Answers how many facts there are. */
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

/** `undefined` for a CVE that no list has. Throws DATABASE_DAMAGED. */
export function findEnrichment(file: ShardFile, cve: string): Enrichment | undefined {
  for (const candidate of file.candidates(cve)) {
    const [names, facts] = readRecord(file, candidate);
    if (names.includes(cve)) return Object.assign({}, ...facts.map(decodeFact)) as Enrichment;
  }
  return undefined;
}

function readRecord(file: ShardFile, record: number): [string[], FactTuple[]] {
  return JSON.parse(file.blockWith('names', record).record(record)) as [string[], FactTuple[]];
}

function encodeFact(sourceId: string, { knownExploited, exploitPrediction }: Enrichment): FactTuple {
  return [sourceId, knownExploited === undefined ? 0 : encodeExploited(knownExploited), exploitPrediction === undefined ? 0 : encodePrediction(exploitPrediction)]; // prettier-ignore
}

function encodeExploited({ addedOn, dueOn, isRansomware }: NonNullable<Enrichment['knownExploited']>): ExploitTuple {
  return dueOn === undefined ? [addedOn, isRansomware ? 1 : 0] : [addedOn, isRansomware ? 1 : 0, dueOn];
}

function encodePrediction({ probability, percentile, scoredOn }: NonNullable<Enrichment['exploitPrediction']>): PredictionTuple {
  return [probability, percentile, scoredOn];
}

function decodeFact([, exploited, prediction]: FactTuple): Enrichment {
  return {
    ...(exploited !== 0 && {
      knownExploited: {
        addedOn: exploited[0],
        ...(exploited[2] !== undefined && { dueOn: exploited[2] }),
        isRansomware: exploited[1] === 1,
      },
    }),
    ...(prediction !== 0 && {
      exploitPrediction: { probability: prediction[0], percentile: prediction[1], scoredOn: prediction[2] },
    }),
  };
}
