import { crc32 } from 'node:zlib';
import { DecompressError, type DecompressLimits } from './decompressor.ts';
import { gzipHeaderLength } from './gzip-header.ts';

/** Everything of a gzip file but its deflate streams: the headers, checksums and lengths of all members. RFC 1952. */
export class GzipFraming {
  readonly #maxHeaderBytes: number;
  #step: 'header' | 'body' | 'trailer' | 'padding' = 'header';
  /** Of a header or a trailer, what has come. */
  #head: Buffer = empty;
  /** Of the member that is being read. */
  #checksum = 0;
  #inflatedBytes = 0;

  constructor(limits: DecompressLimits) {
    this.#maxHeaderBytes = limits.gzipHeaderBytes;
  }

  /** The next bytes belong to a deflate stream. */
  get isInBody(): boolean {
    return this.#step === 'body';
  }

  /** Takes bytes that belong to no deflate stream, and returns how many. Throws {@link DecompressError}. */
  take(bytes: Buffer): number {
    if (this.#step === 'header') return this.#takeHeader(bytes);
    return this.#step === 'trailer' ? this.#takeTrailer(bytes) : this.#takePadding(bytes);
  }

  /** Adds what the deflate stream inflates to. */
  addInflated(inflated: Buffer): void {
    this.#checksum = crc32(inflated, this.#checksum);
    this.#inflatedBytes += inflated.length;
  }

  endBody(): void {
    this.#step = 'trailer';
  }

  /** Throws {@link DecompressError} when the file ends inside a member. */
  end(): void {
    if (this.#step !== 'padding') throw new DecompressError('the gzip stream ends early', true);
  }

  #takeHeader(bytes: Buffer): number {
    const held = this.#head.length;
    const head = held === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const length = gzipHeaderLength(head);
    if ((length ?? head.length) > this.#maxHeaderBytes)
      throw new DecompressError(`a gzip header of more than ${this.#maxHeaderBytes} bytes`);
    if (length === undefined) {
      // The chunk belongs to the caller.
      this.#head = Buffer.from(head);
      return bytes.length;
    }
    this.#head = empty;
    this.#checksum = this.#inflatedBytes = 0;
    this.#step = 'body';
    return length - held;
  }

  #takeTrailer(bytes: Buffer): number {
    const part = bytes.subarray(0, trailerBytes - this.#head.length);
    this.#head = Buffer.concat([this.#head, part]);
    if (this.#head.length === trailerBytes) this.#endMember(this.#head);
    return part.length;
  }

  /** Zeros after the last member are allowed, other bytes are not. */
  #takePadding(bytes: Buffer): number {
    let zeros = 0;
    while (bytes[zeros] === 0) zeros++;
    if (zeros < bytes.length) this.#step = 'header';
    return zeros;
  }

  #endMember(trailer: Buffer): void {
    if (trailer.readUInt32LE(0) !== this.#checksum) throw new DecompressError('the gzip stream is damaged: incorrect data check');
    if (trailer.readUInt32LE(4) !== this.#inflatedBytes % 2 ** 32)
      throw new DecompressError('the gzip stream is damaged: incorrect length check');
    this.#head = empty;
    this.#step = 'padding';
  }
}

const empty = Buffer.alloc(0);
const trailerBytes = 8;
