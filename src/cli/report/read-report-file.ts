import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { limits } from '../../model/limits.ts';
import { readReports, type ReadReports } from '../../report/json/read-reports.ts';
import { readBoundedFile } from '../terminal/read-bounded-file.ts';
import { readPackagedFile } from '../read-packaged-file.ts';

/** Reads a JSON report from a file. Throws USAGE for a file that cannot be read, REPORT_INVALID for one that is no report. */
export function readReportFile(path: string): ReadReports {
  const schema = JSON.parse(readPackagedFile('docs/reference/report.schema.json')) as JsonSchema;
  return readReports(readBoundedFile(path, limits.reportBytes, 'the report'), path, schema);
}

/** Whether a file begins as a JSON report does, where it may as well be an image or an SBOM. */
export function isReportFile(path: string): boolean {
  const start = Buffer.alloc(256);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    if (!fstatSync(file).isFile()) return false;
    const length = readSync(file, start, 0, start.length, 0);
    return /^\ufeff?\s*\{\s*"schemaVersion"\s*:/.test(start.subarray(0, length).toString('utf8'));
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
