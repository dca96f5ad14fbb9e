import { type RuleFinding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';

/** Secrets of an image that are not suppressed. */
export function secretsOf({ findings }: ScanReport): readonly RuleFinding[] {
  return findings.filter((finding): finding is RuleFinding => finding.kind === 'secret' && finding.suppression === undefined);
}
