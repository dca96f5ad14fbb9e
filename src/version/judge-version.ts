import { type AffectedRange } from '../model/advisory.ts';
import { type VersionScheme } from '../model/version-scheme.ts';
import { isInRange } from './range.ts';

export type VersionVerdict =
  { readonly answer: 'affected'; readonly range?: AffectedRange } | { readonly answer: 'not-affected' } | { readonly answer: 'undecided' };

/**
 * Whether a version is in any of `ranges` or is one of `versions`; with neither, every version is affected. An absent version, or one that the
 * scheme cannot read, is `undecided` unless the answer needs no comparison: an unreadable version that is listed letter for letter is affected.
 * OSV schema, "Evaluation". Never throws.
 */
export function judgeVersion(
  scheme: VersionScheme,
  version: string | undefined,
  ranges: readonly AffectedRange[],
  versions: readonly string[],
): VersionVerdict {
  if (ranges.length === 0 && versions.length === 0) return { answer: 'affected' };
  // No scheme reads an empty version, and a range without bounds holds it all the same.
  const given = version ?? '';
  let isUndecided = false;
  for (const range of ranges) {
    const answer = isInRange(scheme, given, range);
    if (answer === 'inside') return { answer: 'affected', range };
    if (answer === 'undecided') isUndecided = true;
  }
  if (versions.length > 0) {
    if (versions.includes(given)) return { answer: 'affected' };
    if (!scheme.isValid(given)) isUndecided = true;
  }
  return { answer: isUndecided ? 'undecided' : 'not-affected' };
}
