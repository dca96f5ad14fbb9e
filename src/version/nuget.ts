import { type VersionScheme } from '../model/version-scheme.ts';
import { isDigit, isSpace } from './digits.ts';
import { compareNumbers, skipNumbers } from './numeric-version.ts';
import { comparePrereleases, skipIdentifiers } from './prerelease.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** NuGet: up to four numbers of any length, missing ones being 0; pre-release labels without regard to case; build metadata has no order. */
export const nugetScheme: VersionScheme = {
  id: 'nuget',
  specification: 'NuGet documentation, "Package versioning"; NuGet.Versioning NuGetVersionFactory and VersionComparer',
  isValid: (version) => parseNuget(version) !== undefined,
  compare: compareNuget,
};

/** As in semver.ts. */
interface NugetParts {
  readonly from: number;
  readonly numbersTo: number;
  readonly prereleaseFrom: number;
  readonly prereleaseTo: number;
}

function compareNuget(a: string, b: string): number {
  const left = parseNuget(a);
  if (left === undefined) throw unreadableVersion('nuget', a);
  const right = parseNuget(b);
  if (right === undefined) throw unreadableVersion('nuget', b);
  const numbers = compareNumbers(a, left.from, left.numbersTo, b, right.from, right.numbersTo);
  if (numbers !== 0) return numbers;
  return comparePrereleases(a, left.prereleaseFrom, left.prereleaseTo, b, right.prereleaseFrom, right.prereleaseTo, true);
}

function parseNuget(version: string): NugetParts | undefined {
  let from = 0;
  let end = version.length;
  while (from < end && isSpace(version.charCodeAt(from))) from += 1;
  while (end > from && isSpace(version.charCodeAt(end - 1))) end -= 1;
  // Advisories and lock files now and then carry the tag's name.
  if ((version.charCodeAt(from) | 32) === 118 && isDigit(version.charCodeAt(from + 1))) from += 1;
  const numbersTo = skipNumbers(version, from, end);
  if (numbersTo === from || countNumbers(version, from, numbersTo) > 4) return undefined;
  let at = numbersTo;
  const hasPrerelease = at < end && version.charCodeAt(at) === 45;
  const prereleaseFrom = hasPrerelease ? at + 1 : at;
  if (hasPrerelease) at = skipIdentifiers(version, prereleaseFrom, end);
  if (at === -1) return undefined;
  const prereleaseTo = at;
  if (at < end && version.charCodeAt(at) === 43) at = skipIdentifiers(version, at + 1, end);
  return at === end ? { from, numbersTo, prereleaseFrom, prereleaseTo } : undefined;
}

function countNumbers(version: string, from: number, to: number): number {
  let count = 1;
  for (let i = from; i < to; i += 1) if (version.charCodeAt(i) === 46) count += 1;
  return count;
}
