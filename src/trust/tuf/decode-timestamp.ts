import { decodeFileMeta } from './decode-file-meta.ts';
import { decodeFile } from './decode-file.ts';
import { type MetadataFile, type TimestampMetadata } from './metadata.ts';
import { readMap } from './read-fields.ts';

/** Reads timestamp metadata (notary tuf/data/timestamp.go), which lists one snapshot by its hash. */
export function decodeTimestamp(bytes: Buffer): MetadataFile<TimestampMetadata> {
  return decodeFile('timestamp', bytes, (signed, common) => {
    const meta = readMap(signed.get('meta'), 'timestamp', 'meta');
    return { kind: 'timestamp', ...common, snapshot: decodeFileMeta(meta.get('snapshot'), 'timestamp', 'meta.snapshot') };
  });
}
