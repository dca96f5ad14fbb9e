import { type Reporter } from './reporter.ts';

/** One finding a line, for spreadsheets; RFC 4180. */
export const csvReporter: Reporter = {
  format: 'csv',
  title: 'one finding a line, for spreadsheets',
  mediaType: 'text/csv; charset=utf-8',
  load: async () => (await import('./csv/write-csv.ts')).writeCsv,
};
