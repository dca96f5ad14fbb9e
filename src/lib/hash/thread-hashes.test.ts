import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { slotBytes } from '../thread/piece-ring.ts';
import { LocalHashes } from './hashes.ts';
import { ThreadHashes } from './thread-hashes.ts';

const program = join(import.meta.dirname, '../../../dist/hash-worker.js');
const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!existsSync(program))('hashing on another thread', () => {
  it('gives what hashing here gives, for more than the ring holds', () => {
    const threaded = new ThreadHashes(['sha256', 'sha512'], pathToFileURL(program));
    const local = new LocalHashes(['sha256', 'sha512']);
    const piece = randomBytes(3 * slotBytes + 17);
    for (let round = 0; round < 60; round++) {
      for (const hashes of [threaded, local]) {
        hashes.update(0, piece.subarray(round));
        hashes.update(1, piece.subarray(0, round * 100));
      }
    }
    expect(threaded.digests()).toEqual(local.digests());
  });
  it('of nothing', () => {
    expect(new ThreadHashes(['sha256'], pathToFileURL(program)).digests()).toEqual([hex(Buffer.alloc(0))]);
  });
});
