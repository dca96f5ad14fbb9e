/** A number of a JSON text that no JavaScript number is equal to, as written: `7.00000000000000000001`, `1e400`. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What JSON.parse makes of it, for output; null past the largest number. */
  toJSON(): number {
    return Number(this.text);
  }
}
