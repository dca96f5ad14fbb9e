import { type VersionScheme } from '../model/version-scheme.ts';

/**
 * Whether a scheme's order is total among `versions` and whatever is compared with them: then, of these versions in ascending order, those that
 * another is past come first. Maven's is not where words are between numbers, and rpm's is not where only some have a release.
 */
export function isTotalOrder(scheme: VersionScheme, versions: readonly string[]): boolean {
  if (scheme.id === 'maven') return false;
  if (scheme.id !== 'rpm') return true;
  const withRelease = versions.filter((version) => version.includes('-')).length;
  return withRelease === 0 || withRelease === versions.length;
}
