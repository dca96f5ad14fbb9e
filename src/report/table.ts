import { type Reporter } from './reporter.ts';

/** For people: a first screen of at most 40 lines with verdict, completeness, what to do and the lanes; then the details. */
export const tableReporter: Reporter = {
  format: 'table',
  title: 'for people, on a terminal',
  mediaType: 'text/plain; charset=utf-8',
  extensions: ['.txt'],
  load: async () => (await import('./table/write-table.ts')).writeTable,
};
