import { reporters } from '../../report/reporters.ts';
import { type FormatNames } from '../terminal/output-targets.ts';

/** The formats of a scan report: a file's extension is its format's name. */
export const reportFormats: FormatNames = {
  list: reporters.map(({ format }) => format),
  usual: 'table',
  has: (format) => reporters.some((each) => each.format === format),
  ofFile(file) {
    const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
    return reporters.find(({ format }) => format === extension)?.format;
  },
};
