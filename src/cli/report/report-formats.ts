import { findReporter, findReporterOfFile, reporters } from '../../report/reporters.ts';
import { type FormatNames } from '../terminal/output-targets.ts';

/** The formats of a scan report. */
export const reportFormats: FormatNames = {
  list: reporters.map(({ format }) => format),
  usual: 'table',
  has: (format) => findReporter(format) !== undefined,
  ofFile: (file) => findReporterOfFile(file)?.format,
};
