import * as real from '../../node_modules/fast-check/lib/fast-check.js';

/** fast-check for `npm run fuzz`: every property is tried with a new seed until its time is over. `vitest.config.ts` puts it in place of fast-check. */
const timeMs = Number(process.env['PRATIQUE_FUZZ_SECONDS'] ?? '5') * 1_000;

const assert = ((property: Parameters<typeof real.assert>[0], parameters: object = {}) =>
  real.assert(property, {
    ...Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== 'seed')),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: timeMs,
    markInterruptAsFailure: false,
  })) as typeof real.assert;

// eslint-disable-next-line no-restricted-syntax -- fast-check is imported by its default export
export default { ...real, assert };
