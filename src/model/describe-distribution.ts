import { type KnownDistribution, type StatedDistribution } from './distribution-release.ts';
import { type DetectedDistribution } from './report.ts';

/** What a release file, an SBOM or a program says of its distribution, with what its row knows; without the end of life, which depends on more. */
export function describeDistribution(
  { id, versionId, prettyName }: StatedDistribution,
  known: KnownDistribution | undefined,
): Omit<DetectedDistribution, 'path'> {
  return {
    id,
    ...(versionId === undefined ? {} : { versionId }),
    ...(prettyName === undefined ? {} : { prettyName }),
    ...(known === undefined ? {} : { ecosystem: known.ecosystem }),
    ...(known?.release === undefined ? {} : { release: known.release }),
    ...(known?.derivative === undefined ? {} : { purlNamespace: known.derivative.purlNamespace }),
  };
}
