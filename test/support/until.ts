import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on the busiest machine; then the test fails here and says what it waited for, rather than by its time limit. */
const patienceMs = 300_000;
const intervalMs = 10;

/** Waits until something is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += intervalMs) {
    if (await isSo()) return;
    await sleep(intervalMs);
  }
  throw new Error(`waited in vain until ${what}`);
}
