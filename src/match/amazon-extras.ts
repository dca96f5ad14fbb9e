import { type Candidate } from '../model/advisory.ts';
import { type Package } from '../model/package.ts';
import { isForArchitecture, matchNarrowed } from './default-matcher.ts';
import { type Matcher } from './matcher.ts';

/**
 * Amazon Linux 2 has newer versions of some packages in repositories of their own (extras), with fixes of their own, and a package database does not say where a build is from. So
 * a build is compared with the extras unless the plain repository has fixes for its major version and they have not.
 */
export const amazonExtras: Matcher = {
  id: 'amazon-extras',
  ecosystems: ['amazon'],
  match: (found, candidates) => {
    const isPlain = candidates.some((candidate) => candidate.affected.stream === undefined && isOfMajor(found, candidate));
    return matchNarrowed(
      found,
      candidates,
      (_, candidate) =>
        isForArchitecture(found, candidate) && (!isPlain || candidate.affected.stream === undefined || isOfMajor(found, candidate)),
    );
  },
};

function isOfMajor(found: Package, { affected }: Candidate): boolean {
  const major = majorOf(found.version);
  return major !== undefined && affected.ranges.some(({ fixed }) => majorOf(fixed) === major);
}

/** The `25` of `0:25.0.3-1.amzn2`. */
function majorOf(version: string | undefined): string | undefined {
  return /^(?:\d+:)?(\d+)/.exec(version ?? '')?.[1];
}
