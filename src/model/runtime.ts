import { setTimeout as wait } from 'node:timers/promises';

/** Passed to every stage in addition to its input, always as the last parameter. */
export interface Runtime {
  /** Aborts when the caller gave up or a deadline passed; long loops check it. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Injected so that expiry, age and "today" are testable. */
  readonly now: () => Date;
  /** Waits so many milliseconds, as for what another program may be writing; rejects when `signal` aborts. Injected so that tests need not wait. */
  readonly sleep: (milliseconds: number) => Promise<void>;
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
  const { signal = new AbortController().signal } = overrides;
  return {
    signal,
    log: { debug: silent, info: silent, notice: silent, warn: silent },
    now: () => new Date(),
    sleep: (milliseconds) => sleepUnlessAborted(milliseconds, signal),
    progress: silent,
    ...overrides,
  };
}

/** For the `sleep` of a runtime with this `signal`. */
export async function sleepUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal });
}
