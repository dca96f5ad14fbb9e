import { type Reporter } from './reporter.ts';

/** Hadolint’s Checkstyle XML, for CI services that show it. */
export const hadolintCheckstyleReporter: Reporter = {
  format: 'hadolint-checkstyle',
  title: 'hadolint’s Checkstyle XML, for CI services that show it',
  mediaType: 'application/xml',
  extensions: ['.checkstyle.xml'],
  load: async () => (await import('./hadolint/write-hadolint-checkstyle.ts')).writeHadolintCheckstyle,
};
