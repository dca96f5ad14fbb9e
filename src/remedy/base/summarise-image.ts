import { type Finding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { severities, type Severity } from '../../model/severity.ts';

/** Different vulnerabilities, by severity; of a flaw with several the worst counts. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** What a comparison of images needs of one. */
export interface ImageSummary {
  readonly counts: SeverityCounts;
  readonly packages: number;
  /** As stored; absent where the source does not say it. */
  readonly compressedBytes?: number;
  readonly distribution?: string;
  /** Last day of the distribution's security support, ISO. */
  readonly endOfLife?: string;
  readonly completeness: ScanReport['completeness'];
}

export function summariseImage(report: ScanReport): ImageSummary {
  const { target, packages, completeness } = report;
  const sizes = target.layers.map(({ compressedBytes }) => compressedBytes);
  const { prettyName, id, endOfLife } = target.distribution ?? {};
  const name = prettyName ?? id;
  return {
    counts: countBySeverity(report.findings),
    packages: packages.length,
    ...(sizes.includes(undefined) || sizes.length === 0 ? {} : { compressedBytes: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) }),
    ...(name === undefined ? {} : { distribution: name }),
    ...(endOfLife === undefined ? {} : { endOfLife }),
    completeness,
  };
} // prettier-ignore

/** Suppressed findings and those of what a container does not run are left out. */
export function countBySeverity(findings: readonly Finding[]): SeverityCounts {
  const worst = new Map<string, Severity>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || finding.suppression !== undefined || finding.lane === 'not-applicable') continue;
    const known = worst.get(finding.id);
    if (known === undefined || severities.indexOf(finding.severity) < severities.indexOf(known)) worst.set(finding.id, finding.severity);
  }
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const severity of worst.values()) counts[severity]++;
  return counts;
}

export function totalOf(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** Below zero where `a` is better: by the worst severity that differs. */
export function compareCounts(a: SeverityCounts, b: SeverityCounts): number {
  const severity = severities.find((each) => a[each] !== b[each]);
  return severity === undefined ? 0 : a[severity] - b[severity];
}
