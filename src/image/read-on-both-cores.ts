import { setImmediate } from 'node:timers/promises';
import { findSeam } from '../lib/decompress/find-seam.ts';
import { Gunzip } from '../lib/decompress/gunzip.ts';
import { InflateAhead, InflateAheadError } from '../lib/decompress/inflate-ahead.ts';
import { limits } from '../model/limits.ts';
import { type LayerFile } from './layer-file.ts';
import { type LayerReader } from './layer-reader.ts';
import { makeLayerReader, type LayerTask } from './layer-task.ts';
import { optimiseLater } from '../lib/engine/optimise-later.ts';

/**
 * Reads one long layer of gzip that nothing else is read beside: this thread inflates from the front while zlib's threads inflate from a
 * place farther on, in turns as long as memory allows. `undefined` when there is no such place: its content was hardly compressed. What is read is what `readInOrder` would read; where that cannot be made sure of, this throws a
 * {@link InflateAheadError}. docs/adr/0017-two-cores-on-one-layer.md.
 */
export async function readOnBothCores(
  task: LayerTask,
  file: LayerFile,
  breathe: (bytes: number) => Promise<void> | undefined,
  turn: TurnBytes = longestTurn,
): Promise<Buffer | undefined> {
  const gunzip = new Gunzip(limits);
  using reader = makeLayerReader(task, gunzip);
  const reading = new BothCoresReading(reader, gunzip, file, breathe, turn);
  if (!(await reading.readTurn())) return undefined;
  while (reading.at < file.length) await reading.readTurn();
  return reader.end();
}

/** Bytes of one turn, at most, that this thread inflates and that are inflated ahead: the latter are held in memory, and what they inflate to. */
interface TurnBytes {
  readonly own: number;
  readonly ahead: number;
}

const longestTurn: TurnBytes = { own: 16 * 1024 * 1024, ahead: 48 * 1024 * 1024 };

class BothCoresReading {
  at = 0;
  readonly #reader: LayerReader;
  readonly #gunzip: Gunzip;
  readonly #file: LayerFile;
  readonly #breathe: (bytes: number) => Promise<void> | undefined;
  readonly #turn: TurnBytes;
  readonly #piece = Buffer.allocUnsafeSlow(pieceBytes);

  constructor(
    reader: LayerReader,
    gunzip: Gunzip,
    file: LayerFile,
    breathe: (bytes: number) => Promise<void> | undefined,
    turn: TurnBytes,
  ) {
    this.#reader = reader;
    this.#gunzip = gunzip;
    this.#file = file;
    this.#breathe = breathe;
    this.#turn = turn;
  }

  /** One stretch inflated here, and the next one meanwhile by zlib's threads; `false` when none could be found at the very start. */
  async readTurn(): Promise<boolean> {
    const left = this.#file.length - this.at;
    const seamAt = this.at + Math.min(this.#turn.own, Math.floor(left * ownPart));
    using ahead = this.#inflateAhead(seamAt);
    if (ahead === undefined) {
      if (this.at === 0) return false;
      await this.#pushUntil(Math.min(this.#file.length, this.at + this.#turn.own));
      return true;
    }
    optimiseLater();
    const stretch = new FedStretch(this.#file, ahead);
    this.#gunzip.expect(ahead);
    await this.#pushUntil(ahead.start, () => stretch.feed());
    // What fails early was a wrong guess: another is made farther on.
    if (!ahead.hasFailed) await this.#takeStretch(ahead, stretch);
    return true;
  }

  #inflateAhead(seamAt: number): InflateAhead | undefined {
    const end = Math.min(this.#file.length - tailBytes, seamAt + this.#turn.ahead);
    for (let tries = 0, at = seamAt; tries < mostTries && end - at > leastAheadBytes; tries++, at += searchedBytes) {
      const seam = findSeam(this.#file.read(at, searchedBytes));
      if (seam !== undefined) return new InflateAhead(seam, at, end);
    }
    return undefined;
  }

  /** Until `besides` says that there is no use in it, when it is given. */
  async #pushUntil(end: number, besides: () => boolean = () => true): Promise<void> {
    while (this.at < end && besides()) {
      await this.#push(this.#file.readInto(this.#piece.subarray(0, end - this.at), this.at));
    }
  }

  /** Takes what was inflated ahead; or inflates it here after all, when that was found to be of no use. */
  async #takeStretch(ahead: InflateAhead, stretch: FedStretch): Promise<void> {
    while (this.at < ahead.end) {
      stretch.feed();
      const piece = stretch.take();
      // The first byte alone, for it decides whether the rest is inflated already.
      const first = this.at === ahead.start ? 1 : 0;
      if (first > 0) this.#reader.push(piece.subarray(0, first));
      while (this.#gunzip.expectsAhead && !(await ahead.reaches(this.at + piece.length))) {
        this.#reader.push(nothing);
        stretch.feed();
        await setImmediate();
      }
      if (!this.#gunzip.expectsAhead) ahead.close();
      await this.#push(piece.subarray(first), piece.length);
    }
  }

  async #push(piece: Buffer, bytes = piece.length): Promise<void> {
    if (bytes === 0) throw new InflateAheadError('the file ends early');
    this.#reader.push(piece);
    this.at += bytes;
    // zlib's threads are given more to do by events of this one.
    await setImmediate();
    await this.#breathe(bytes);
  }
}

/** The bytes of a stretch, on their way to whoever inflates it ahead and then to the reader. */
class FedStretch {
  readonly #file: LayerFile;
  readonly #ahead: InflateAhead;
  readonly #pieces: Buffer[] = [];
  #at: number;

  constructor(file: LayerFile, ahead: InflateAhead) {
    this.#file = file;
    this.#ahead = ahead;
    this.#at = ahead.start;
    this.feed();
  }

  /** `false` when no more is wanted, ever. */
  feed(): boolean {
    while (this.#at < this.#ahead.end && !this.#ahead.hasFailed && this.#ahead.waitingBytes < aheadWaitingBytes) this.#feedPiece();
    return !this.#ahead.hasFailed;
  }

  /** The next piece, in order. */
  take(): Buffer {
    if (this.#pieces.length === 0) this.#feedPiece();
    return this.#pieces.shift()!;
  }

  #feedPiece(): void {
    const piece = this.#file.read(this.#at, Math.min(aheadPieceBytes, this.#ahead.end - this.#at));
    if (piece.length === 0) throw new InflateAheadError('the file ends early');
    this.#pieces.push(piece);
    this.#at += piece.length;
    this.#ahead.feed(piece);
  }
}

const nothing = Buffer.alloc(0);

/** Bytes of the layer that are pushed at a time. */
const pieceBytes = 128 * 1024;
/** Bytes that are handed to zlib's threads at a time, and how many of them may wait there. */
const aheadPieceBytes = 2 * 1024 * 1024;
const aheadWaitingBytes = 2 * aheadPieceBytes;
/** This thread's part of what is left: it has the digests and the tar besides. */
const ownPart = 0.22;
/** Below this a turn is not worth the search for a seam. */
const leastAheadBytes = 4 * 1024 * 1024;
/** Bytes at the end of the layer that are never inflated ahead: the stream's last block and its checksum. */
const tailBytes = 64 * 1024;
/** Bytes that a seam is looked for in, and how often farther on: where content was not compressed there is none. */
const searchedBytes = 1536 * 1024;
const mostTries = 3;
