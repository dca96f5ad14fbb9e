import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { limits } from '../../model/limits.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { hashUnit, type ShardUnits } from './shard-units.ts';

/**
 * The difference of two shards: lines `-HASH` for the units that are gone and `+UNIT` for those that are new, compressed. Applied to the units of the
 * first it gives those of the second, from which the same bytes are written.
 */
export function makeDelta(before: ShardUnits, after: ShardUnits): Buffer {
  const lines: string[] = [];
  for (const hash of before.keys()) if (!after.has(hash)) lines.push(`-${hash}`);
  for (const [hash, unit] of after) if (!before.has(hash)) lines.push(`+${unit}`);
  const text = Buffer.from(lines.join('\n'));
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

/** Changes `units`. Throws DATABASE_DAMAGED for what is no difference, or one of another shard. */
export function applyDelta(units: ShardUnits, delta: Uint8Array): void {
  for (const line of inflate(delta).split('\n')) {
    if (line === '') continue;
    const rest = line.slice(1);
    if (line.startsWith('+')) units.set(hashUnit(rest), rest);
    else if (!line.startsWith('-') || !units.delete(rest)) throw new PratiqueError('DATABASE_DAMAGED', 'a difference is not of this shard');
  }
}

function inflate(delta: Uint8Array): string {
  try {
    return brotliDecompressSync(delta, { maxOutputLength: limits.advisoryDeltaBytes }).toString();
  } catch (cause) {
    throw new PratiqueError('DATABASE_DAMAGED', `a difference of a shard cannot be read: ${messageOf(cause)}`, { cause });
  }
}
