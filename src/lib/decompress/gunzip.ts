import { crc32 } from 'node:zlib';
import { DecompressError, type DecompressLimits, type Decompressor } from './decompressor.ts';
import { finalTest } from './deflate-splice.ts';
import { gzipHeaderLength } from './gzip-header.ts';
import { type InflateAhead, InflateAheadError } from './inflate-ahead.ts';
import { RawInflater } from './raw-inflater.ts';
import { SlidingWindow, windowBytes } from './sliding-window.ts';

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
  /** How many bytes were pushed. */
  #position = 0;
  #ahead: InflateAhead | undefined;
  /** The end of what the member inflated to, while somebody inflates ahead. */
  readonly #window = new SlidingWindow();

  constructor(limits: DecompressLimits) {
    this.#maxHeaderBytes = limits.gzipHeaderBytes;
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    const rest = this.#ahead === undefined ? chunk : this.#pushBeside(this.#ahead, chunk, sink);
    this.#push(rest, sink);
  }

  end(): void {
    if (this.#step !== 'padding') throw new DecompressError('the gzip stream ends early', true);
  }

  close(): void {
    this.#own.close();
    this.#inflater.close();
    this.#ahead = undefined;
  }

  /**
   * From the place on where `ahead` began, what it made is taken instead of inflating. Bytes of its stretch are pushed all the same, and those that end it
   * when it is done. It is left alone where it is not certain that zlib would have made the same here; then `expects` nothing any more.
   */
  expect(ahead: InflateAhead): void {
    this.#ahead = ahead;
    this.#window.clear();
  }

  /** Whether what is inflated ahead is still of use. */
  get expectsAhead(): boolean {
    return this.#ahead !== undefined;
  }

  #push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    this.#position += chunk.length;
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(this.#steps[this.#step](rest, sink));
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
      this.#window.clear();
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
    this.#checksum = crc32(inflated, this.#checksum);
    this.#inflatedBytes += inflated.length;
    if (this.#ahead !== undefined) this.#window.push(inflated);
    sink(inflated);
  }

  /** Answers what belongs to nobody's stretch any more. */
  #pushBeside(ahead: InflateAhead, chunk: Buffer, sink: (bytes: Buffer) => void): Buffer {
    const before = chunk.subarray(0, Math.max(0, ahead.start - this.#position));
    this.#push(before, sink);
    const rest = chunk.subarray(before.length);
    if (rest.length === 0 && this.#position <= ahead.start) return rest;
    if (this.#position === ahead.start && !this.#meets(ahead, rest[0]!, sink)) {
      this.#ahead = undefined;
      return rest;
    }
    const passed = rest.subarray(0, ahead.end - this.#position);
    this.#position += passed.length;
    ahead.take((inflated) => this.#give(inflated, sink));
    if (this.#position === ahead.end) this.#takeOver(ahead);
    return rest.subarray(passed.length);
  }

  /**
   * Whether a block begins where somebody guessed one, and what came before it is what he took it for: then a deflate stream has one meaning from there
   * on, and he inflates it as it would be inflated here. The window alone is looked at first, since the test of the place spoils what is being read.
   */
  #meets(ahead: InflateAhead, first: number, sink: (bytes: Buffer) => void): boolean {
    if (this.#step !== 'body' || ahead.hasFailed || !this.#window.isFull) return false;
    const known = this.#window.bytes.subarray(windowBytes / 2);
    if (ahead.window.lastIndexOf(known) < windowBytes / 2 - mostInOneByte) return false;
    if (!this.#endsBefore(first, ahead.shift, sink) || !this.#window.bytes.equals(ahead.window))
      throw new InflateAheadError('a block was guessed where none begins');
    return true;
  }

  #endsBefore(first: number, shift: number, sink: (bytes: Buffer) => void): boolean {
    const test = finalTest(first, shift);
    try {
      return this.#inflater.push(test, (inflated) => this.#give(inflated, sink)) === test.length - 1;
    } catch (error) {
      if (error instanceof DecompressError) return false;
      throw error;
    }
  }

  #takeOver(ahead: InflateAhead): void {
    const stream = ahead.handOver();
    if (stream === undefined) throw new InflateAheadError('the stream ends or is damaged in what was inflated ahead');
    if (this.#inflater !== this.#own) this.#inflater.close();
    this.#inflater = new RawInflater(stream);
    this.#ahead = undefined;
  }
}

const empty = Buffer.alloc(0);
const trailerBytes = 8;
/** The bits of one byte are codes of seven symbols at most, and two of them make a copy of 258 bytes. */
const mostInOneByte = 2_048;
