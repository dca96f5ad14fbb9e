import { createHash, type Hash } from 'node:crypto';

/** Digests of several streams that are pushed in pieces; which stream is said by its index. */
export interface Hashes {
  update(stream: number, bytes: Uint8Array): void;
  /** Hexadecimal, one for each stream. To be called once. */
  digests(): readonly string[];
  /** Releases what `digests` would have; for when nobody wants them any more. */
  close(): void;
}

/** On the calling thread. */
export class LocalHashes implements Hashes {
  readonly #hashes: readonly Hash[];

  constructor(algorithms: readonly string[]) {
    this.#hashes = algorithms.map((algorithm) => createHash(algorithm));
  }

  update(stream: number, bytes: Uint8Array): void {
    this.#hashes[stream]?.update(bytes);
  }

  digests(): readonly string[] {
    return this.#hashes.map((hash) => hash.digest('hex'));
  }

  close(): void {
    // Nothing to release.
  }
}
