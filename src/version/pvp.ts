import { type VersionScheme } from '../model/version-scheme.ts';
import { compareNumberLists, isNumberList } from './numeric-version.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** Haskell packages: numbers with dots between. */
export const pvpScheme: VersionScheme = {
  id: 'pvp',
  specification: 'Haskell Package Versioning Policy; Data.Version, compare',
  isValid,
  compare: comparePvp,
};

function comparePvp(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('pvp', a);
  if (!isValid(b)) throw unreadableVersion('pvp', b);
  return compareNumberLists(a, 0, a.length, b, 0, b.length);
}

function isValid(version: string): boolean {
  return isNumberList(version, 0, version.length, separators);
}

/** `.` */
const separators = [46];
