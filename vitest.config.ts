import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const fuzzing = join(import.meta.dirname, 'test/support/fuzzing-fast-check.ts');
const limitMs = process.env['PRATIQUE_SLOW'] === '1' || process.env['PRATIQUE_FUZZ_SECONDS'] !== undefined ? 0 : 600_000;

/** Tests that change the environment or the working directory of their process. */
const ownProcess = [
  'test/trust/cli.test.ts',
  'test/trust/first-steps.test.ts',
  'test/trust/migrate/*.test.ts',
  'test/trust/notary/*.test.ts',
  'test/trust/registry-metadata/signers.test.ts',
  'test/trust/store/reserved-tag.test.ts',
];

export default defineConfig({
  // `npm run fuzz`.
  ...(process.env['PRATIQUE_FUZZ_SECONDS'] === undefined ? {} : { resolve: { alias: { 'fast-check': fuzzing } } }),
  test: {
    setupFiles: ['test/support/no-network.ts'],
    // For what hangs, not for what is slow: tests measure work, not the clock. Sweeps that run whole have none.
    testTimeout: limitMs,
    hookTimeout: limitMs,
    // A scan downloads advisories unless it is told not to; tests that want that say so.
    env: { PRATIQUE_SKIP_DB_UPDATE: '1' },
    pool: 'forks',
    // One more than the cores of the smallest machine, since some tests mostly wait for servers.
    maxWorkers: 3,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
    projects: [
      { extends: true, test: { name: 'own process', include: ownProcess } },
      // Starting a process and loading the same modules for each file would take a third of the processor time.
      {
        extends: true,
        test: {
          name: 'shared process',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...ownProcess],
          isolate: false,
        },
      },
    ],
  },
});
