import { type Reporter } from './reporter.ts';

/** For programs that read Trivy's reports. */
export const trivyJsonReporter: Reporter = {
  format: 'trivy-json',
  title: 'Trivy’s JSON (schema version 2), for programs that read it',
  mediaType: 'application/json',
  extensions: ['.trivy.json'],
  load: async () => (await import('./trivy/write-trivy-json.ts')).writeTrivyJson,
};
