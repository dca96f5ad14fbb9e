import { parseReference } from '../../model/reference.ts';
import { type BaseEvidence } from '../../remedy/base/base-image.ts';
import { type CandidateKind } from '../../remedy/base/choose-candidates.ts';
import { compareCounts, totalOf, type SeverityCounts } from '../../remedy/base/summarise-image.ts';
import { type Candidate, type Recommendation } from './recommendation.ts';

export const evidenceWords: Readonly<Record<BaseEvidence, string>> = {
  layers: 'its layers are the lowest of the image',
  option: 'as given with --base',
  provenance: 'according to a build attestation, not verified',
  label: 'according to a label',
  history: 'according to the history',
  dockerfile: 'according to the Dockerfile',
};

export const kindWords: Readonly<Record<CandidateKind, string>> = {
  refresh: 'refresh',
  patch: 'patch',
  minor: 'minor',
  major: 'MAJOR',
  system: 'new OS',
  slim: 'slim',
  alpine: 'alpine',
  flavour: 'other',
};

/** As people write it: `debian:12-slim`, without Docker Hub's own name. */
export function familiar(reference: string): string {
  return reference.replace(/^docker\.io\/library\//, '').replace(/^docker\.io\//, '');
}

/** `−12`, `+3`, `±0`. */
export function formatChange(counts: SeverityCounts, inUse: SeverityCounts | undefined): string {
  if (inUse === undefined) return '';
  const change = totalOf(counts) - totalOf(inUse);
  if (change === 0) return compareCounts(counts, inUse) === 0 ? '±0' : compareCounts(counts, inUse) < 0 ? '±0, less severe' : '±0, more severe';
  return change < 0 ? `−${-change}` : `+${change}`;
} // prettier-ignore

/** The first candidate that keeps flavour and line, and is not worse; a new major version only where there is nothing smaller. */
export function bestOf({ candidates, inUse }: Recommendation): Candidate | undefined {
  const fitting = candidates.filter(({ kind, summary }) => isUpdate(kind) && summary.completeness !== 'none' && (inUse === undefined || compareCounts(summary.counts, inUse.counts) <= 0));
  return fitting.find(({ kind }) => kind !== 'major') ?? fitting[0];
} // prettier-ignore

export function isUpdate(kind: CandidateKind): boolean {
  return kind === 'refresh' || kind === 'patch' || kind === 'minor' || kind === 'major' || kind === 'system';
}

/** The line of a Dockerfile: tag and digest are both kept. */
export function fromLine({ reference, digest }: Candidate): string {
  return `FROM ${familiar(reference)}${digest === undefined ? '' : `@${digest}`}`;
}

/** One sentence on how the base stands to its tag. */
export function describeState({ base, isCurrent, daysBehindTag, candidates, isPrerelease }: Recommendation): string {
  const { tag = 'latest' } = parseReference(base.reference);
  const prerelease = isPrerelease ? ` It is a prerelease.` : '';
  if (isCurrent === undefined) return `Its tag ${tag} could not be read.${prerelease}`;
  if (!isCurrent && (daysBehindTag ?? 0) > 0)
    return `It is ${daysBehindTag} ${daysBehindTag === 1 ? 'day' : 'days'} behind its tag.${prerelease}`;
  if (!isCurrent) return `It is not what its tag holds now.${prerelease}`;
  const isLatest = !candidates.some(({ kind }) => isUpdate(kind));
  return `${isLatest ? 'It is up to date.' : 'It is what its tag holds; there are newer versions.'}${prerelease}`;
}
