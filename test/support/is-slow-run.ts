/** Whether sweeps run whole: `npm run test:slow`, which runs the tests that import this. `npm test` samples them. */
export const isSlowRun = process.env['PRATIQUE_SLOW'] === '1';
