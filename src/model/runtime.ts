/** Passed to every stage in addition to its input, always as the last parameter. */
export interface Runtime {
  /** Aborts when the caller gave up or a deadline passed; long loops check it. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Injected so that expiry, age and "today" are testable. */
  readonly now: () => Date;
  /** Called with the progress of long work; the command line displays it. */
  readonly progress: (event: ProgressEvent) => void;
}

/** Messages are constants, data is fields: `log.warn('advisory source failed', { sourceId })`. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Shown unless --quiet is given: what is about to happen, such as which registry is asked. */
  notice(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** `id` names one piece of work; `done` of `total` in `unit`, with `total` absent while it is unknown. */
export interface ProgressEvent {
  readonly id: string;
  readonly label: string;
  readonly done: number;
  readonly total?: number;
  readonly unit: 'bytes' | 'items';
  readonly finished?: boolean;
}

/** A runtime that says nothing; for libraries and tests. */
export function quietRuntime(overrides: Partial<Runtime> = {}): Runtime {
  const silent = (): void => undefined;
  return {
    signal: new AbortController().signal,
    log: { debug: silent, info: silent, notice: silent, warn: silent },
    now: () => new Date(),
    progress: silent,
    ...overrides,
  };
}
