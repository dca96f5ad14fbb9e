import { type Reporter } from './reporter.ts';

/** Hadolint’s JSON, for tools that read it. */
export const hadolintJsonReporter: Reporter = {
  format: 'hadolint-json',
  title: 'hadolint’s JSON, for tools that read it',
  mediaType: 'application/json',
  extensions: ['.hadolint.json'],
  load: async () => (await import('./hadolint/write-hadolint-json.ts')).writeHadolintJson,
};
