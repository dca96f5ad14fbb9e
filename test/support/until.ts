import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on the busiest machine, but shorter than the limit of a test, so that the failure says what was awaited. */
const patienceMs = 300_000;
const intervalMs = 10;

/** Polls until a condition holds. */
export async function until(condition: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += intervalMs) {
    if (await holds()) return;
    await sleep(intervalMs);
  }
  throw new Error(`timed out waiting until ${condition}`);
}
