/** A password or token that logs, messages and JSON cannot reveal by accident. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Only for the header field or form that carries it. */
  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return '***';
  }
}
