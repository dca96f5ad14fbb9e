import { createHash } from 'node:crypto';

/** Bytes that nothing compresses, the same each time for the same seed. */
export function noise(length: number, seed = 0): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, at) => createHash('sha512').update(`${seed} ${at}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

/** What compresses as files do, to about half: letters, and copies of what came a little before; the same each time. */
export function fileLike(length: number, seed = 0): Buffer {
  const bytes = Buffer.alloc(length);
  const random = noise(65_536, seed);
  let state = seed + 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return random[(state >>> 8) & 0xffff]!;
  };
  for (let at = 0; at < length;) {
    const kind = next();
    const run = Math.min(length - at, 4 + (next() & 31));
    if (kind < 90 && at > 30_000) copyBack(bytes, at, run, 100 + (next() << 6));
    else for (let i = 0; i < run; i++) bytes[at + i] = 32 + (next() & 63);
    at += run;
  }
  return bytes;
}

function copyBack(bytes: Buffer, at: number, length: number, distance: number): void {
  bytes.copyWithin(at, at - distance, at - distance + length);
}
