import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { leadIn } from './deflate-splice.ts';
import { type Seam } from './find-seam.ts';

/** What was inflated ahead is of no use, and that was found out too late: the stream is to be read again without. */
export class InflateAheadError extends Error {
  override readonly name = 'InflateAheadError';
}

/** Bytes of output that may wait to be taken; more would come of a bomb, and waits inside zlib. */
const mostHeldBytes = 64 * 1024 * 1024;

/** How much zlib inflates between two turns of the calling thread: bytes. */
const turnBytes = 4 * 1024 * 1024;

/** How much is taken at once: bytes. */
const takenBytes = 1024 * 1024;

/**
 * Inflates a stretch of a deflate stream from a seam on, on a thread of zlib's own, while the caller is still busy with what comes before it.
 * The bytes from the seam on are fed in pieces that nobody changes any more; what they inflate to is held until it is taken.
 */
export class InflateAhead implements Disposable {
  /** Of the byte in which the seam's block begins, in the stream, and of the bit in it. */
  readonly start: number;
  readonly shift: number;
  readonly window: Buffer;
  /** Where the stretch ends. */
  readonly end: number;
  readonly #stream: InflateRaw;
  #fed = 0;
  #inflated = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #hasFailed = false;
  #isHandedOver = false;
  #wake: () => void = () => undefined;

  /** `base` is where in the stream the bytes begin that the seam was found in; all from the seam's byte to `end` is going to be fed. */
  constructor(seam: Seam, base: number, end: number) {
    this.start = base + (seam.bit >> 3);
    this.shift = seam.bit & 7;
    this.window = seam.window;
    this.end = end;
    this.#stream = createInflateRaw({ dictionary: seam.window, chunkSize: turnBytes });
    this.#stream.on('data', (piece: Buffer) => this.#hold(piece));
    // A damaged stream, or a guess that was wrong: who reads from the start finds out which.
    this.#stream.on('error', () => this.#fail());
    this.#stream.on('end', () => this.#fail());
  }

  /** How many bytes are waiting to be inflated. */
  get waitingBytes(): number {
    return this.#fed - this.#inflated;
  }

  /** Damaged, or the stream ended before the stretch did: what was inflated is to be dropped. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  feed(piece: Buffer): void {
    if (this.#hasFailed) return;
    if (this.#fed === 0) {
      const { bytes, tail } = leadIn(this.shift);
      this.#stream.write(Buffer.concat([bytes, Buffer.of((piece[0]! & (0xff << this.shift)) | tail)]));
    }
    const isFirst = this.#fed === 0;
    this.#fed += piece.length;
    this.#stream.write(isFirst ? piece.subarray(1) : piece, () => {
      this.#inflated += piece.length;
      this.#wake();
    });
  }

  /** Resolves when all before a place of the stream is inflated and taken, or nothing more will be (`true`); or when there is something to take (`false`). */
  async reaches(position: number): Promise<boolean> {
    for (;;) {
      if (this.#heldBytes > 0) return false;
      if (this.#hasFailed || this.start + this.#inflated >= position) return true;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Hands over some of what was inflated, in order: not all at once, so that the caller has time to give zlib more to do. */
  take(sink: (bytes: Buffer) => void): void {
    const [first] = this.#held;
    if (first === undefined) return;
    const part = first.subarray(0, takenBytes);
    if (part.length === first.length) this.#held.shift();
    else this.#held[0] = first.subarray(takenBytes);
    this.#heldBytes -= part.length;
    if (this.#heldBytes < mostHeldBytes) this.#stream.resume();
    sink(part);
  }

  /** Where the stretch ended, for reading on from there; `undefined` unless all of it is inflated and taken. */
  handOver(): InflateRaw | undefined {
    if (this.#hasFailed || this.#heldBytes > 0 || this.start + this.#inflated !== this.end) return undefined;
    this.#isHandedOver = true;
    return this.#stream;
  }

  /** Ends it; not what was handed over. */
  [Symbol.dispose](): void {
    this.close();
  }

  close(): void {
    if (this.#isHandedOver) return;
    this.#stream.destroy();
    this.#fail();
  }

  #hold(piece: Buffer): void {
    this.#held.push(piece);
    this.#heldBytes += piece.length;
    if (this.#heldBytes > mostHeldBytes) this.#stream.pause();
    this.#wake();
  }

  #fail(): void {
    this.#hasFailed = true;
    this.#held = [];
    this.#heldBytes = 0;
    this.#wake();
  }
}
