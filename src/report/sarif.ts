import { type Reporter } from './reporter.ts';

/** SARIF 2.1.0, for code scanning: at the line of a Dockerfile or a lock file. */
export const sarifReporter: Reporter = {
  format: 'sarif',
  title: 'SARIF 2.1.0, for code scanning on GitHub and Azure',
  mediaType: 'application/sarif+json',
  load: async () => (await import('./sarif/write-sarif.ts')).writeSarif,
};
