/** Mutation testing of the trust core: `npx stryker run`. What it writes goes to `.stryker-tmp` and is removed at the end. */
export default {
  mutate: ['src/trust/{crypto,tuf}/**/*.ts', '!**/*.test.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'tools/stryker/vitest.config.mjs', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  /** What runs once when a file is loaded would need every test again for each mutant; the tables it makes are asserted as values. */
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
};
