import { type Platform, formatPlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { completenessStatement } from '../completeness-statement.ts';

/**
 * The report of a baseline that a report is compared with: of the same platform, and of the same name where there are several. Throws BASELINE_UNUSABLE
 * where there is none, and for a baseline that is incomplete or was not scanned for all that the report was: what it lacks would look new.
 */
export function chooseBaseline(
  report: ScanReport,
  baselines: readonly ScanReport[],
  allowIncomplete: boolean | readonly string[],
): ScanReport {
  const fitting = baselines.filter(({ target }) => platformOf(target.platform) === platformOf(report.target.platform));
  const [only] = fitting.length === 1 ? fitting : fitting.filter(({ target }) => target.name === report.target.name);
  if (only === undefined)
    throw new PratiqueError('BASELINE_UNUSABLE', `the baseline has no report to compare ${report.target.name} with`, {
      hint: 'give a baseline of the same platform, and of one image',
    });
  const complete = completenessStatement(only, allowIncomplete);
  if (!complete.isMet)
    throw new PratiqueError('BASELINE_UNUSABLE', `the scan of the baseline ${only.target.name} is incomplete: ${complete.text}`, {
      hint: 'scan it again so that it is complete, or accept its gaps with --allow-incomplete=KINDS',
    });
  const missing = report.scannedFor.filter((kind) => !only.scannedFor.includes(kind));
  if (missing.length > 0)
    throw new PratiqueError('BASELINE_UNUSABLE', `the baseline ${only.target.name} was not scanned for every kind of findings (${missing.join(', ')})`, {
      hint: 'scan it again with the same --scanners',
    });
  return only;
} // prettier-ignore

function platformOf(platform: Platform | undefined): string {
  return platform === undefined ? '' : formatPlatform(platform);
}
