/** Whether sweeps run whole: `npm run test:slow`, which runs the tests that import this. `npm test` samples them. */
export const isSlowRun = process.env['PRATIQUE_SLOW'] === '1';

/** How often a sweep runs: `whole` with `npm run test:slow`, a fifth of it otherwise. */
export function sampled(whole: number): number {
  return isSlowRun ? whole : Math.ceil(whole / 5);
}
