import { isUnfixed } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Known } from '../known.ts';

/** What a scan tells of an image on the host, as far as the benchmark asks. */
export interface ImageScan {
  /** Critical and high flaws that a rebuild with updates would fix: their ids, each once. */
  readonly fixable: readonly string[];
  readonly buildTools: readonly string[];
  /** Programs that get the rights of their owner, but for those that every distribution has. */
  readonly setuid: readonly string[];
  readonly secrets: readonly string[];
  /** Whether a trusted signer signed it; why that is not known otherwise. */
  readonly isTrusted: Known<boolean>;
  /** What of the image could not be read. */
  readonly unread: readonly string[];
}

/** Suppressed findings are left out: somebody decided that. */
export function readImageScan(report: ScanReport, signatures: string | undefined): ImageScan {
  const findings = report.findings.filter(({ suppression }) => suppression === undefined);
  const messages = (has: (ruleId: string, kind: string, severity: string) => boolean): readonly string[] =>
    findings.flatMap((finding) =>
      finding.kind !== 'vulnerability' && has(finding.ruleId, finding.kind, finding.severity) ? [finding.message] : [],
    );
  const fixable = findings.flatMap((finding) =>
    finding.kind === 'vulnerability' && (finding.severity === 'critical' || finding.severity === 'high') && !isUnfixed(finding) ? [finding.id] : [],
  );
  return {
    fixable: [...new Set(fixable)],
    buildTools: messages((id) => id === 'build-tools'),
    setuid: messages((id, _, severity) => id === 'setuid-file' && severity !== 'negligible'),
    secrets: messages((id, kind) => kind === 'secret' || id === 'secret-in-variable'),
    isTrusted: report.trust === undefined ? { unread: signatures ?? 'no trust policy says who must have signed it' } : { value: report.trust.isTrusted },
    unread: report.issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  };
} // prettier-ignore
