import { join } from 'node:path';
import { type AdvisoryShardEntry } from '../store/database-manifest.ts';
import { FactSpill, type SpilledShard } from './fact-spill.ts';
import { keepShard } from './keep-source.ts';
import { spillFolder, type PreviousDatabase } from './prepare-source.ts';
import { rereadShard } from './reread-shard.ts';
import { type Gathered, type ShardToWrite, type Written } from './shard-to-write.ts';

/** The sources whose feeds are as the previous database has them: its shards stand for them. */
export class UnchangedSources {
  readonly #ids = new Set<string>();
  readonly #previous: PreviousDatabase | undefined;
  readonly #work: string;

  constructor(previous: PreviousDatabase | undefined, work: string) {
    this.#previous = previous;
    this.#work = work;
  }

  add(sourceId: string): void {
    this.#ids.add(sourceId);
  }

  /** Where each of them has facts. */
  *shards(): Generator<readonly [sourceId: string, shard: SpilledShard]> {
    for (const entry of this.#previous?.manifest.shards ?? []) {
      const { name, ecosystem, release } = entry;
      for (const source of entry.sources)
        if (this.#ids.has(source)) yield [source, { name, ecosystem, ...(release !== undefined && { release }) }];
    }
  }

  /** The shard as it is, where nothing in it changed. Throws DATABASE_DAMAGED. */
  reuse({ name, sources }: ShardToWrite, gathered: Gathered): Written<AdvisoryShardEntry> | undefined {
    const entry = this.#entry(name);
    if (this.#previous === undefined || entry === undefined) return undefined;
    if (!sources.every((source) => this.#ids.has(source)) || entry.sources.join() !== sources.join()) return undefined;
    rereadShard(this.#previous.directory, entry, gathered);
    return { entry };
  }

  /** What one of them has in a shard that has to be written again. Throws DATABASE_DAMAGED. */
  spill(sourceId: string, { name }: SpilledShard): FactSpill {
    const spill = new FactSpill(join(spillFolder(this.#work, sourceId), encodeURIComponent(name)), this.#work);
    const entry = this.#entry(name);
    if (this.#previous !== undefined && entry !== undefined) keepShard(sourceId, this.#previous.directory, entry, spill);
    spill.finish();
    return spill;
  }

  #entry(name: string): AdvisoryShardEntry | undefined {
    return this.#previous?.manifest.shards.find((entry) => entry.name === name);
  }
}
