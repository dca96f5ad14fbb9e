import { contentTrustSettings } from '../../config/content-trust-settings.ts';
import { makeIssue } from '../../model/issue.ts';
import { type ScanReport } from '../../model/report.ts';

/**
 * A report that was not verified says so where Docker itself would have asked Notary: for an image of a registry with DOCKER_CONTENT_TRUST set. A scan
 * contacts only the image's own source, so it does not verify unless `--verify` is given.
 */
export function noteContentTrust(report: ScanReport, isEnabled = contentTrustSettings().isEnabled): ScanReport {
  if (!isEnabled || report.target.scheme !== 'registry' || report.trust !== undefined) return report;
  const issue = makeIssue(
    'SIGNATURES_NOT_VERIFIED',
    'trust',
    'DOCKER_CONTENT_TRUST is set, and the signatures of the image were not verified',
  );
  return {
    ...report,
    issues: [...report.issues, issue],
    completeness: report.completeness === 'complete' ? 'partial' : report.completeness,
  };
}
