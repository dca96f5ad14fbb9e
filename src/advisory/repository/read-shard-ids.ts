import { PratiqueError } from '../../model/pratique-error.ts';
import { type IdIndexBuilder } from '../build/id-index-builder.ts';
import { isHead } from '../store/advisory-codec.ts';
import { ShardFile } from '../store/shard-file.ts';
import { allRows, asRecord } from '../store/stored-facts.ts';

/** Adds the ids of a shard of advisories to an index, and returns the CVEs that it names. Throws DATABASE_DAMAGED. */
export function readShardIds(path: string, name: string, ids: IdIndexBuilder): ReadonlySet<string> {
  using file = new ShardFile(path, name);
  const cves = new Set<string>();
  const heads = new Map<number, string>();
  const headOf = (number: number): string => {
    const known = heads.get(number);
    if (known !== undefined) return known;
    const text = file.blockWith('heads', number).record(number);
    const head: unknown = JSON.parse(text);
    if (!isHead(head)) throw new PratiqueError('DATABASE_DAMAGED', `shard ${name} has an invalid advisory`);
    for (const id of [head[0], ...head[2], ...head[3]]) {
      const start = id.indexOf('CVE-');
      if (start >= 0) cves.add(id.slice(start));
    }
    heads.set(number, `${text}\t`);
    return `${text}\t`;
  };
  ids.startShard(name);
  for (let number = 0; number < file.recordCount('names'); number++) {
    const record = asRecord(JSON.parse(file.blockWith('names', number).record(number)), name, number);
    const advisories = new Set(allRows(file, record).map(({ advisory }) => advisory));
    ids.add(number, [...advisories].map(headOf));
  }
  return cves;
}
