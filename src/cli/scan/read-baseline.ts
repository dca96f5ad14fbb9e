import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { isReportFile, readReportFile } from '../report/read-report-file.ts';

/**
 * The reports of a baseline: those of a file, or of an image that is scanned as the targets are. A file that filters left findings out of is refused: they
 * would look new. Throws USAGE, REPORT_INVALID, BASELINE_UNUSABLE and what a scan throws.
 */
export async function readBaseline(name: string, scan: (target: string) => Promise<readonly ScanReport[]>): Promise<readonly ScanReport[]> {
  if (!isReportFile(name)) return scan(name);
  const { reports, filtered, failures } = readReportFile(name);
  const [first] = [...filtered, ...failures.map((failure) => failure.name)];
  if (first !== undefined)
    throw new PratiqueError('BASELINE_UNUSABLE', `${name} does not list all findings of ${first}`, {
      hint: 'write the baseline without --severity, --ignore-unfixed and --ignore-base',
    });
  return reports.map(({ report }) => report);
}
