/** A queue with a bound: who puts waits while it is full, who takes waits while it is empty. */
export class EventQueue<Item> {
  readonly #capacity: number;
  readonly #items: Item[] = [];
  #head = 0;
  #isClosed = false;
  #wakeTaker: (() => void) | undefined;
  #wakePutter: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** Whether it had to wait for room. */
  async put(item: Item): Promise<boolean> {
    const hasWaited = this.length >= this.#capacity;
    while (this.length >= this.#capacity && !this.#isClosed) await new Promise<void>((resolve) => (this.#wakePutter = resolve));
    this.#items.push(item);
    this.#wakeTaker?.();
    this.#wakeTaker = undefined;
    return hasWaited;
  }

  /** Nothing more comes. */
  close(): void {
    this.#isClosed = true;
    this.#wakeTaker?.();
    this.#wakePutter?.();
  }

  /** At most so many, as soon as there is one; none where it is closed and empty. */
  async take(most: number): Promise<readonly Item[]> {
    while (this.length === 0 && !this.#isClosed) await new Promise<void>((resolve) => (this.#wakeTaker = resolve));
    const taken = this.#items.slice(this.#head, this.#head + most);
    this.#head += taken.length;
    // Moved together now and then, so that taking stays cheap.
    if (this.#head > 1_024 && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    this.#wakePutter?.();
    this.#wakePutter = undefined;
    return taken;
  }
}
