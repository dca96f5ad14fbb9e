import { type ShardEntry } from '../store/database-manifest.ts';
import { type CveRatings } from './cve-ratings.ts';
import { type SpilledShard } from './fact-spill.ts';
import { type IdIndexBuilder } from './id-index-builder.ts';

export interface ShardToWrite extends SpilledShard {
  /** Ids of the sources that have facts in it, sorted. */
  readonly sources: readonly string[];
}

/** What goes on from shard to shard. */
export interface Gathered {
  readonly ids: IdIndexBuilder;
  readonly ratings: CveRatings;
}

export interface Written<Entry extends ShardEntry> {
  readonly entry: Entry;
  /** Where it is now; `entry.path` is where it belongs. Absent: it is there already. */
  readonly file?: string;
}
