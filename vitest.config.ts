import { defineConfig } from 'vitest/config';

const limitMs = process.env['PRATIQUE_SLOW'] === '1' ? 0 : 600_000;

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'],
    setupFiles: ['test/support/no-network.ts'],
    // For what hangs, not for what is slow: tests measure work, not the clock. Sweeps that run whole have none.
    testTimeout: limitMs,
    hookTimeout: limitMs,
    pool: 'forks',
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
  },
});
