import { type Candidate } from '../model/advisory.ts';
import { ecosystem, ecosystemIds } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';
import { versionSchemes } from '../version/version-schemes.ts';
import { advisoryVersionOf } from './advisory-keys.ts';
import { judgeCandidate } from './judge-candidate.ts';
import { type Matcher, type Verdict } from './matcher.ts';

/** For every ecosystem that needs no rules of its own: name and release were the question, so architecture and version remain. */
export const defaultMatcher: Matcher = {
  id: 'default',
  ecosystems: ecosystemIds,
  match: (found, candidates) => matchNarrowed(found, candidates, isForArchitecture),
};

/** Judges the candidates that `isAbout` says are about this very package; the others are no answer at all. */
export function matchNarrowed(
  found: Package,
  candidates: readonly Candidate[],
  isAbout: (found: Package, candidate: Candidate) => boolean,
): readonly Verdict[] {
  const version = advisoryVersionOf(found);
  const scheme = versionSchemes[ecosystem(found.ecosystem).versionScheme];
  const verdicts: Verdict[] = [];
  for (const candidate of candidates) {
    if (isAbout(found, candidate)) verdicts.push(judgeCandidate(found, version, scheme, candidate));
  }
  return verdicts;
}

/** Unknown on either side means it may be. */
export function isForArchitecture(found: Package, { affected }: Candidate): boolean {
  const { architectures } = affected;
  if (architectures === undefined || architectures.length === 0) return true;
  return (
    found.architecture === undefined ||
    found.architecture === 'all' ||
    found.architecture === 'noarch' ||
    architectures.includes(found.architecture)
  );
}
