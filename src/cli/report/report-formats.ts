import { findReporter, reporters } from '../../report/reporters.ts';
import { findSbomFormatOfFile } from '../../sbom/write/find-sbom-format.ts';
import { type FormatNames } from '../terminal/output-targets.ts';

/** The formats of a scan report: a file's extension is its format's name, or that of an SBOM. */
export const reportFormats: FormatNames = {
  list: reporters.map(({ format }) => format),
  usual: 'table',
  has: (format) => findReporter(format) !== undefined,
  ofFile(file) {
    const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
    return findSbomFormatOfFile(file) ?? reporters.find(({ format }) => format === extension)?.format;
  },
};
