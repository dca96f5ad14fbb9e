import { createHash } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import { PieceRing } from '../thread/piece-ring.ts';

/** The program of a hashing thread: one hash for each stream of the ring, and their hexadecimal digests as JSON at the end. */
const { memory, algorithms } = workerData as { readonly memory: SharedArrayBuffer; readonly algorithms: readonly string[] };
const ring = new PieceRing(memory);
const hashes = algorithms.map((algorithm) => createHash(algorithm));
for (let next = ring.next(); next !== undefined; next = ring.next()) {
  hashes[next.stream]?.update(next.piece);
  ring.release();
}
ring.putAnswer(Buffer.from(JSON.stringify(hashes.map((hash) => hash.digest('hex')))));
