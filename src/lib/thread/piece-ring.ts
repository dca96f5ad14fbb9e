/** Memory that two threads share: pieces go round in slots of a ring, each with its length and its stream. One thread puts, the other takes. */
export class PieceRing {
  readonly memory: SharedArrayBuffer;
  readonly #slots: number;
  readonly #counters: Int32Array;
  readonly #lengths: Int32Array;
  readonly #streams: Int32Array;

  /** Of so many slots, or over the memory of another thread's ring. */
  constructor(slotsOrMemory: number | SharedArrayBuffer) {
    this.memory = typeof slotsOrMemory === 'number' ? new SharedArrayBuffer(slotsOrMemory * (slotBytes + 8) + headBytes) : slotsOrMemory;
    this.#slots = (this.memory.byteLength - headBytes) / (slotBytes + 8);
    const tables = this.memory.byteLength - this.#slots * 8;
    this.#counters = new Int32Array(this.memory, 0, counters);
    this.#lengths = new Int32Array(this.memory, tables, this.#slots);
    this.#streams = new Int32Array(this.memory, tables + this.#slots * 4, this.#slots);
  }

  /** Copies a piece of at most `slotBytes` into the ring. Throws when the other thread makes no room for too long. */
  put(stream: number, piece: Uint8Array): void {
    this.room().set(piece);
    this.putRoom(stream, piece.length);
  }

  /** Where the next piece can be written, to be put without being copied. Throws when the other thread makes no room for too long. */
  room(): Uint8Array {
    const written = Atomics.load(this.#counters, writtenCounter);
    this.#waitFor(() => written - Atomics.load(this.#counters, takenCounter) < this.#slots, takenCounter, patienceMs);
    return this.#slot(written, slotBytes);
  }

  /** Puts so many bytes of what was written into `room()`. */
  putRoom(stream: number, length: number): void {
    const written = Atomics.load(this.#counters, writtenCounter);
    this.#lengths[written % this.#slots] = length;
    this.#streams[written % this.#slots] = stream;
    this.#advance(writtenCounter);
  }

  /** Says that nothing more comes. */
  putEnd(): void {
    this.put(endOfAll, new Uint8Array(0));
  }

  /** What the other thread left in answer to the end. */
  takeAnswer(): Uint8Array {
    this.#waitFor(() => Atomics.load(this.#counters, answerCounter) > 0, answerCounter, patienceMs);
    return Uint8Array.from(new Uint8Array(this.memory, headBytes, Atomics.load(this.#counters, answerCounter)));
  }

  /** Whether {@link next} would answer without waiting. */
  get hasNext(): boolean {
    return Atomics.load(this.#counters, writtenCounter) !== Atomics.load(this.#counters, takenCounter);
  }

  /** The next piece, which is valid until `release`; waits for it, and throws when it takes too long. `undefined` at the end. */
  next(patience = Infinity): { readonly stream: number; readonly piece: Uint8Array } | undefined {
    const taken = Atomics.load(this.#counters, takenCounter);
    this.#waitFor(() => Atomics.load(this.#counters, writtenCounter) !== taken, writtenCounter, patience);
    const stream = this.#streams[taken % this.#slots]!;
    return stream === endOfAll ? undefined : { stream, piece: this.#slot(taken, this.#lengths[taken % this.#slots]!) };
  }

  /** Blocks until there is a next piece, and at most for so many milliseconds: whether there is. */
  waitForNext(patience: number): boolean {
    const taken = Atomics.load(this.#counters, takenCounter);
    Atomics.wait(this.#counters, writtenCounter, taken, patience);
    return this.hasNext;
  }

  release(): void {
    this.#advance(takenCounter);
  }

  /** `answer` must not be empty. */
  putAnswer(answer: Uint8Array): void {
    new Uint8Array(this.memory, headBytes, answer.length).set(answer);
    Atomics.store(this.#counters, answerCounter, answer.length);
    Atomics.notify(this.#counters, answerCounter);
  }

  #slot(position: number, length: number): Uint8Array {
    return new Uint8Array(this.memory, headBytes + (position % this.#slots) * slotBytes, length);
  }

  #advance(counter: number): void {
    Atomics.add(this.#counters, counter, 1);
    Atomics.notify(this.#counters, counter);
  }

  #waitFor(isTrue: () => boolean, counter: number, patience: number): void {
    while (!isTrue()) {
      const seen = Atomics.load(this.#counters, counter);
      if (isTrue()) return;
      if (Atomics.wait(this.#counters, counter, seen, patience) === 'timed-out') throw new Error('the other thread does not answer');
    }
  }
}

/** Bytes of one piece. */
export const slotBytes = 256 * 1024;
/** A thread that takes longer than this for one piece is not there any more. */
export const patienceMs = 20_000;
const endOfAll = -1;
const writtenCounter = 0;
const takenCounter = 1;
const answerCounter = 2;
const counters = 4;
const headBytes = 1024;
