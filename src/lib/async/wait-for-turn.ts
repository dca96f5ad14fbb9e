import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds for each attempt that failed so far, at most eight times. */
const jitterMs = 100;

/**
 * Waits at random after another writer was faster, so that writers of one place do not all come back at once. `attempt` counts from 1. Rejects when
 * `signal` aborts.
 */
export async function waitForTurn(attempt: number, signal: AbortSignal): Promise<void> {
  await sleep(randomInt(jitterMs * Math.min(attempt, 8)), undefined, { signal });
}
