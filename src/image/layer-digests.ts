import { createHash, type Hash } from 'node:crypto';
import { type DigestAlgorithm } from '../model/digest.ts';

/** The algorithm for the digest of the stored blob and for that of the uncompressed tar (the diffID); absent when it is not computed. */
export interface LayerAlgorithms {
  readonly blob?: DigestAlgorithm;
  readonly tar?: DigestAlgorithm;
}

export interface ComputedDigests {
  readonly digest?: string;
  readonly diffId?: string;
}

/** The digests of one layer while it is read: only those that were requested, and one hash where the blob is the tar itself. */
export class LayerDigests {
  readonly #algorithms: LayerAlgorithms;
  readonly #blob: Hash | undefined;
  readonly #tar: Hash | undefined;
  #isPlain = false;

  constructor(algorithms: LayerAlgorithms) {
    this.#algorithms = algorithms;
    this.#blob = algorithms.blob === undefined ? undefined : createHash(algorithms.blob);
    this.#tar = algorithms.tar === undefined ? undefined : createHash(algorithms.tar);
  }

  /** To be called before the first bytes of the tar, when the blob turns out not to be compressed. */
  setPlain(): void {
    this.#isPlain = true;
  }

  updateBlob(bytes: Buffer): void {
    this.#blob?.update(bytes);
  }

  updateTar(bytes: Buffer): void {
    if (!this.#isOneHash()) this.#tar?.update(bytes);
  }

  /** To be called once. There is no diffID unless the layer was inflated to its end. */
  finish(isWhole: boolean): ComputedDigests {
    const blob = this.#blob === undefined ? undefined : `${this.#algorithms.blob!}:${this.#blob.digest('hex')}`;
    const tar = this.#isOneHash() || this.#tar === undefined ? undefined : `${this.#algorithms.tar!}:${this.#tar.digest('hex')}`;
    const digest = blob ?? (this.#isPlain ? tar : undefined);
    const diffId = isWhole ? (tar ?? (this.#isPlain ? blob : undefined)) : undefined;
    return { ...(digest === undefined ? {} : { digest }), ...(diffId === undefined ? {} : { diffId }) };
  }

  #isOneHash(): boolean {
    return this.#isPlain && this.#algorithms.blob === this.#algorithms.tar;
  }
}
