import { PratiqueError } from '../../model/pratique-error.ts';

/** Turns SIGINT, SIGTERM and SIGHUP into an abort; a second one, or work that does not stop in time, ends the process at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** 128 and the signal's number once one came, as shells report it. */
  exitCode(): number | undefined;
}

/** How long the work may take to put its things away. */
const patienceMs = 5_000;
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  for (const [name, number] of Object.entries(signalNumbers))
    process.on(name, () => {
      if (exitCode !== undefined) process.exit(exitCode);
      exitCode = 128 + number;
      controller.abort(new PratiqueError('ABORTED', `stopped by ${name}`));
      setTimeout(() => process.exit(exitCode), patienceMs).unref();
    });
  return { signal: controller.signal, exitCode: () => exitCode };
}
