import { type Reporter } from './reporter.ts';

/** For programs: docs/reference/report.schema.json describes it and `schemaVersion` names that description's version. */
export const jsonReporter: Reporter = {
  format: 'json',
  title: 'for programs; docs/reference/report.schema.json',
  mediaType: 'application/json',
  load: async () => (await import('./json/write-json.ts')).writeJson,
};
