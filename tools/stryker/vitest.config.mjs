import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests that mutants of the trust core are tried against: its own, without the sweeps, which take long and find what the others find. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['src/trust/{crypto,tuf}/**/*.test.ts'],
    exclude: ['**/bit-flips.test.ts'],
    setupFiles: ['test/support/no-network.ts'],
    testTimeout: 30_000,
  },
});
