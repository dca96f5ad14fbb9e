import { SeamError } from '../lib/decompress/confirm-seam.ts';
import { Gunzip } from '../lib/decompress/gunzip.ts';
import { optimiseLater } from '../lib/engine/optimise-later.ts';
import { type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type AheadPlace } from './ahead-protocol.ts';
import { AheadThread } from './ahead-thread.ts';
import { type LayerFile } from './layer-file.ts';
import { type LayerReader } from './layer-reader.ts';
import { makeLayerReader, type LayerTask } from './layer-task.ts';

/** Bytes of one turn, at most, that this thread inflates and that are inflated ahead. */
export interface TurnBytes {
  readonly own: number;
  readonly ahead: number;
}

const longestTurn: TurnBytes = { own: 16 * 1024 * 1024, ahead: 48 * 1024 * 1024 };

export interface ReadOnBothCoresOptions {
  readonly inspectors: readonly Inspector[];
  /** Lets other work have a turn, and shows progress. */
  readonly breathe: (bytes: number) => Promise<void> | undefined;
  readonly turn?: TurnBytes;
  readonly makeThread?: () => AheadThread;
}

/**
 * Reads one long layer of gzip that nothing else is read beside: this thread inflates from the front while another one inflates from a place farther on, in
 * turns. What is read is what `readInOrder` would read; where that cannot be made sure of, this throws a {@link SeamError}. `undefined` when there is no such
 * place: its content was hardly compressed. docs/adr/0017-two-cores-on-one-layer.md.
 */
export async function readOnBothCores(task: LayerTask, file: LayerFile, options: ReadOnBothCoresOptions): Promise<Buffer | undefined> {
  optimiseLater();
  const makeThread = options.makeThread ?? ((): AheadThread => new AheadThread(file.part));
  // First of all, for it takes a while to start.
  const thread = makeThread();
  const gunzip = new Gunzip(limits, true);
  using reader = makeLayerReader(task, options.inspectors, gunzip);
  using reading = new BothCoresReading(
    { reader, gunzip, file, makeThread, turn: options.turn ?? longestTurn, breathe: options.breathe },
    thread,
  );
  while (reading.at < file.length) if (!(await reading.readTurn())) return undefined;
  return reader.end();
}

interface Parts {
  readonly reader: LayerReader;
  readonly gunzip: Gunzip;
  readonly file: LayerFile;
  readonly makeThread: () => AheadThread;
  readonly turn: TurnBytes;
  readonly breathe: (bytes: number) => Promise<void> | undefined;
}

class BothCoresReading implements Disposable {
  /** All before is inflated. */
  at = 0;
  /** All before went into the blob's digest. */
  #passed = 0;
  readonly #parts: Parts;
  readonly #piece = Buffer.allocUnsafeSlow(pieceBytes);
  #thread: AheadThread | undefined;

  constructor(parts: Parts, thread: AheadThread) {
    this.#parts = parts;
    this.#thread = thread;
  }

  [Symbol.dispose](): void {
    this.#thread?.[Symbol.dispose]();
  }

  /** One stretch inflated here, and the next one meanwhile by the other thread; `false` when none could be found at the very start. */
  async readTurn(): Promise<boolean> {
    const { file, turn } = this.#parts;
    const left = file.length - this.at;
    const from = this.at + Math.min(turn.own, Math.floor(left * ownPart));
    if (file.length - from < leastAheadBytes) {
      await this.#pushUntil(file.length);
      return true;
    }
    const thread = (this.#thread ??= this.#parts.makeThread());
    const isFirst = this.at === 0;
    thread.ask({ from, end: Math.min(from + turn.ahead, file.length) });
    await this.#pushUntil(from, () => !thread.hasNext);
    await thread.waitForNext();
    const start = thread.takeStart();
    if (start === undefined && isFirst) return false;
    await this.#pushUntil(start?.position ?? Math.min(from + turn.ahead, file.length));
    if (start !== undefined) await this.#takeStretch(thread, start);
    return true;
  }

  async #takeStretch(thread: AheadThread, start: AheadPlace): Promise<void> {
    const { reader, gunzip, file } = this.#parts;
    const isConfirmed =
      start.seam !== undefined && !reader.isStopped && gunzip.confirms(start.seam, this.#byteAt(start.position), reader.sink);
    if (!isConfirmed) {
      // It goes on inflating what nobody wants.
      thread[Symbol.dispose]();
      this.#thread = undefined;
      return;
    }
    let end: AheadPlace | undefined;
    while (end === undefined) {
      if (this.#parts.reader.isStopped) throw new SeamError('reading was stopped inside what was inflated ahead');
      // Digests are computed while there is nothing to take.
      if (thread.hasNext) end = thread.take((inflated) => gunzip.take(inflated, reader.sink));
      else if (this.#passed < file.length) await this.#pass(Math.min(file.length, this.#passed + pieceBytes));
      else await thread.waitForNext();
    }
    await this.#pass(end.position);
    this.at = end.position;
    if (end.seam === undefined) {
      gunzip.endBody();
      return;
    }
    gunzip.goOn(end.seam, this.#byteAt(end.position));
    await this.#pass(end.position + 1);
    this.at++;
  }

  /** Until `isWanted` says that it is enough, when it is given. */
  async #pushUntil(end: number, isWanted: () => boolean = () => true): Promise<void> {
    while (this.at < end) {
      const piece = this.#read(this.at, end);
      const known = Math.max(0, Math.min(piece.length, this.#passed - this.at));
      this.#parts.reader.pass(piece.subarray(known));
      this.#parts.reader.inflate(piece);
      this.at += piece.length;
      this.#passed = Math.max(this.#passed, this.at);
      await this.#parts.breathe(piece.length - known);
      if (!isWanted()) end = 0;
    }
  }

  async #pass(end: number): Promise<void> {
    while (this.#passed < end) {
      const piece = this.#read(this.#passed, end);
      this.#parts.reader.pass(piece);
      this.#passed += piece.length;
      await this.#parts.breathe(piece.length);
    }
  }

  #read(at: number, end: number): Buffer {
    const piece = this.#parts.file.readInto(this.#piece.subarray(0, end - at), at);
    if (piece.length === 0) throw new SeamError('the file ends early');
    return piece;
  }

  #byteAt(position: number): number {
    const [byte] = this.#parts.file.read(position, 1);
    if (byte === undefined) throw new SeamError('the file ends early');
    return byte;
  }
}

/** Bytes of the layer that are pushed at a time. */
const pieceBytes = 256 * 1024;
/** This thread's part of what is left: it has the digests and the tar besides. */
const ownPart = 0.28;
/** Below this a turn is not worth the search for a seam. */
const leastAheadBytes = 4 * 1024 * 1024;
