/** A list whose elements are made when they are written, so that a large document is never in memory as a whole. It can be written several times. */
export class MadeList {
  private readonly make: () => Iterable<unknown>;

  private constructor(make: () => Iterable<unknown>) {
    this.make = make;
  }

  static of<Input>(inputs: Iterable<Input>, make: (input: Input) => unknown): MadeList {
    return new MadeList(function* () {
      for (const input of inputs) yield make(input);
    });
  }

  static joined(...parts: readonly Iterable<unknown>[]): MadeList {
    return new MadeList(function* () {
      for (const part of parts) yield* part;
    });
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.make()[Symbol.iterator]();
  }

  /** For `JSON.stringify`. */
  toJSON(): readonly unknown[] {
    return [...this];
  }
}
