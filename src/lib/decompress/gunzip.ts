import { crc32, createInflateRaw } from 'node:zlib';
import { confirmSeam, type SeamBit } from './confirm-seam.ts';
import { DecompressError, type DecompressLimits, type Decompressor } from './decompressor.ts';
import { startInside } from './deflate-splice.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import { RawInflater } from './raw-inflater.ts';
import { SlidingWindow } from './sliding-window.ts';

/** RFC 1952, all members of a file; trailing zeros are passed over, other trailing bytes are an error. */
export class Gunzip implements Decompressor {
  readonly #maxHeaderBytes: number;
  #step: 'header' | 'body' | 'trailer' | 'padding' = 'header';
  readonly #own = new RawInflater();
  /** `#own`, or what somebody began who inflated ahead. */
  #inflater = this.#own;
  /** Of a header or a trailer, what has come. */
  #head: Buffer = empty;
  /** Of the member that is being read. */
  #checksum = 0;
  #inflatedBytes = 0;
  /** The end of what was inflated here of the member; kept for {@link confirms} only. */
  readonly #window: SlidingWindow | undefined;

  /** `isHelped` when somebody else may inflate a part. */
  constructor(limits: DecompressLimits, isHelped = false) {
    this.#maxHeaderBytes = limits.gzipHeaderBytes;
    this.#window = isHelped ? new SlidingWindow() : undefined;
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(this.#steps[this.#step](rest, sink));
  }

  end(): void {
    if (this.#step !== 'padding') throw new DecompressError('the gzip stream ends early', true);
  }

  close(): void {
    this.#own.close();
    this.#inflater.close();
  }

  /**
   * Whether somebody who inflates from a seam on inflates what would be inflated here, `first` being the byte that comes next and that the seam is in. Then
   * what he made is given to {@link take}, and {@link goOn} or {@link endBody} called where he stopped. See {@link confirmSeam}, also for what it throws.
   */
  confirms(seam: SeamBit, first: number, sink: (bytes: Buffer) => void): boolean {
    if (this.#step !== 'body' || this.#window === undefined) return false;
    return confirmSeam({ inflater: this.#inflater, window: this.#window }, seam, first, (inflated) => this.#give(inflated, sink));
  }

  /** Takes what somebody else inflated. */
  take(inflated: Buffer, sink: (bytes: Buffer) => void): void {
    this.#checksum = crc32(inflated, this.#checksum);
    this.#inflatedBytes += inflated.length;
    sink(inflated);
  }

  /** Inflates here again from a seam on; what follows the byte `first` that it is in is pushed next. */
  goOn(seam: SeamBit, first: number): void {
    if (this.#inflater !== this.#own) this.#inflater.close();
    this.#inflater = new RawInflater(createInflateRaw({ dictionary: seam.window }));
    this.#inflater.push(startInside(first, seam.shift), () => undefined);
    this.#window?.clear();
  }

  /** The member's deflate stream ended in what was taken; its checksum is pushed next. */
  endBody(): void {
    this.#step = 'trailer';
  }

  /** Each takes what it can of the bytes, and answers how many. */
  readonly #steps = {
    header: (bytes: Buffer): number => {
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
      this.#window?.clear();
      this.#step = 'body';
      return length - held;
    },
    body: (bytes: Buffer, sink: (bytes: Buffer) => void): number => {
      const taken = this.#inflater.push(bytes, (inflated) => this.#give(inflated, sink));
      if (taken < bytes.length) this.#step = 'trailer';
      return taken;
    },
    trailer: (bytes: Buffer): number => {
      const part = bytes.subarray(0, trailerBytes - this.#head.length);
      this.#head = Buffer.concat([this.#head, part]);
      if (this.#head.length === trailerBytes) this.#endMember(this.#head);
      return part.length;
    },
    padding: (bytes: Buffer): number => {
      let zeros = 0;
      while (bytes[zeros] === 0) zeros++;
      if (zeros < bytes.length) this.#step = 'header';
      return zeros;
    },
  };

  #endMember(trailer: Buffer): void {
    if (trailer.readUInt32LE(0) !== this.#checksum) throw new DecompressError('the gzip stream is damaged: incorrect data check');
    if (trailer.readUInt32LE(4) !== this.#inflatedBytes % 2 ** 32)
      throw new DecompressError('the gzip stream is damaged: incorrect length check');
    this.#head = empty;
    this.#step = 'padding';
    if (this.#inflater !== this.#own) this.#inflater.close();
    this.#inflater = this.#own;
    this.#own.reset();
  }

  #give(inflated: Buffer, sink: (bytes: Buffer) => void): void {
    this.#window?.push(inflated);
    this.take(inflated, sink);
  }
}

const empty = Buffer.alloc(0);
const trailerBytes = 8;
