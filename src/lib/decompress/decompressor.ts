/**
 * Inflates bytes that are pushed through it, synchronously and in bounded memory: output goes to the sink in pieces of at
 * most a few hundred kilobytes that are only valid during the call, however much a piece of input inflates to.
 */
export interface Decompressor {
  push(chunk: Buffer, sink: (bytes: Buffer) => void): void;
  /** Throws {@link DecompressError} when the stream is cut. */
  end(sink: (bytes: Buffer) => void): void;
  /** Releases what is not garbage-collected; may be called twice. */
  close(): void;
}

/** The compressed bytes are damaged or ask for too much. `isCut` when they merely end early. */
export class DecompressError extends Error {
  override readonly name = 'DecompressError';
  readonly isCut: boolean;

  constructor(message: string, isCut = false) {
    super(message);
    this.isCut = isCut;
  }
}

export interface DecompressLimits {
  readonly gzipHeaderBytes: number;
}
