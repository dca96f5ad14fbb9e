import { type VersionScheme } from '../model/version-scheme.ts';
import { compareNumbers } from './numeric-version.ts';
import { comparePrereleases } from './prerelease.ts';
import { parseSemver } from './semver-parts.ts';
import { unreadableVersion } from './unreadable-version.ts';

/**
 * Pub and Julia: as {@link semverScheme}, but build metadata has an order. `1.0.0+1` is newer than `1.0.0`, because a package is repaired that way
 * without a change of what it wraps.
 */
export const semverBuildScheme: VersionScheme = {
  id: 'semver-build',
  specification: 'dart-lang/pub_semver, README "Semantics"; Julia manual, "Version Number Literals", base/version.jl isless',
  isValid: (version) => parseSemver(version) !== undefined,
  compare: compareSemverBuild,
};

function compareSemverBuild(a: string, b: string): number {
  const left = parseSemver(a);
  if (left === undefined) throw unreadableVersion('semver-build', a);
  const right = parseSemver(b);
  if (right === undefined) throw unreadableVersion('semver-build', b);
  const numbers = compareNumbers(a, left.from, left.numbersTo, b, right.from, right.numbersTo);
  if (numbers !== 0) return numbers;
  const prereleases = comparePrereleases(a, left.prereleaseFrom, left.prereleaseTo, b, right.prereleaseFrom, right.prereleaseTo, false);
  if (prereleases !== 0) return prereleases;
  const hasBuildA = left.buildFrom < left.buildTo;
  const hasBuildB = right.buildFrom < right.buildTo;
  if (!hasBuildA || !hasBuildB) return Number(hasBuildA) - Number(hasBuildB);
  return comparePrereleases(a, left.buildFrom, left.buildTo, b, right.buildFrom, right.buildTo, false);
}
