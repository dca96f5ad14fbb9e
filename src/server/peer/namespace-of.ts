import { packageManagerOf } from '../../model/ecosystem.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { type PackageContent } from '../ingest/split-report.ts';

/** As Clair and Anchore group packages: `debian:12` for those of a distribution, the ecosystem for those of languages. */
export function namespaceOf(
  { ecosystem, release }: Pick<PackageContent, 'ecosystem' | 'release'>,
  distribution: DetectedDistribution | undefined,
): string {
  const version = release ?? distribution?.versionId;
  if (!isOfDistribution(ecosystem)) return ecosystem;
  return version === undefined ? ecosystem : `${distribution?.id ?? ecosystem}:${version}`;
}

/** Whether a distribution's package manager installed it. */
export function isOfDistribution(ecosystem: PackageContent['ecosystem']): boolean {
  return packageManagerOf(ecosystem) !== undefined;
}
