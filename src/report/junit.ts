import { type Reporter } from './reporter.ts';

/** JUnit XML: a test case for each finding, for CI services that show test results. */
export const junitReporter: Reporter = {
  format: 'junit',
  aliases: ['junit-xml', 'xunit'],
  title: 'JUnit XML, for test results in CI',
  mediaType: 'application/xml',
  extensions: ['.junit.xml'],
  load: async () => (await import('./junit/write-junit.ts')).writeJunit,
};
