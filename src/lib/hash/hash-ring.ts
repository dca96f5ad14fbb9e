/** Memory that a reading and a hashing thread share: pieces go round in slots of a ring, each with its length and its stream. */
export class HashRing {
  readonly memory: SharedArrayBuffer;
  readonly #counters: Int32Array;
  readonly #lengths: Int32Array;
  readonly #streams: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(headBytes + slots * slotBytes)) {
    this.memory = memory;
    this.#counters = new Int32Array(memory, 0, counters);
    this.#lengths = new Int32Array(memory, counters * 4, slots);
    this.#streams = new Int32Array(memory, (counters + slots) * 4, slots);
  }

  /** Copies a piece of at most `slotBytes` into the ring. Throws when the other thread makes no room for too long. */
  put(stream: number, piece: Uint8Array): void {
    const written = Atomics.load(this.#counters, writtenCounter);
    this.#waitFor(() => written - Atomics.load(this.#counters, takenCounter) < slots, takenCounter);
    this.#slot(written, slotBytes).set(piece);
    this.#lengths[written % slots] = piece.length;
    this.#streams[written % slots] = stream;
    this.#advance(writtenCounter);
  }

  /** Says that nothing more comes. */
  putEnd(): void {
    this.put(endOfAll, new Uint8Array(0));
  }

  /** What the other thread left in answer to the end. */
  takeAnswer(): Uint8Array {
    this.#waitFor(() => Atomics.load(this.#counters, answerCounter) > 0, answerCounter);
    return Uint8Array.from(new Uint8Array(this.memory, headBytes, Atomics.load(this.#counters, answerCounter)));
  }

  /** The next piece, which is valid until `release`; waits for it as long as it takes. `undefined` at the end. */
  next(): { readonly stream: number; readonly piece: Uint8Array } | undefined {
    const taken = Atomics.load(this.#counters, takenCounter);
    while (Atomics.load(this.#counters, writtenCounter) === taken) Atomics.wait(this.#counters, writtenCounter, taken);
    const stream = this.#streams[taken % slots]!;
    return stream === endOfAll ? undefined : { stream, piece: this.#slot(taken, this.#lengths[taken % slots]!) };
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
    return new Uint8Array(this.memory, headBytes + (position % slots) * slotBytes, length);
  }

  #advance(counter: number): void {
    Atomics.add(this.#counters, counter, 1);
    Atomics.notify(this.#counters, counter);
  }

  #waitFor(isTrue: () => boolean, counter: number): void {
    while (!isTrue()) {
      const seen = Atomics.load(this.#counters, counter);
      if (isTrue()) return;
      if (Atomics.wait(this.#counters, counter, seen, patienceMs) === 'timed-out') throw new Error('the hashing thread does not answer');
    }
  }
}

/** Bytes of one piece. */
export const slotBytes = 256 * 1024;
const slots = 64;
/** A thread that takes longer than this for one piece is not there any more. */
const patienceMs = 20_000;
const endOfAll = -1;
const writtenCounter = 0;
const takenCounter = 1;
const answerCounter = 2;
const counters = 4;
const headBytes = 1024;
