import { type Reporter } from './reporter.ts';

/** For programs that read Grype's reports. */
export const grypeJsonReporter: Reporter = {
  format: 'grype-json',
  title: 'Grype’s JSON, for programs that read it',
  mediaType: 'application/json',
  extensions: ['.grype.json'],
  load: async () => (await import('./grype/write-grype-json.ts')).writeGrypeJson,
};
