import { type VersionScheme } from '../model/version-scheme.ts';
import { compareNumberLists, isNumberList } from './numeric-version.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** R packages of CRAN and Bioconductor: numbers with dots or hyphens between, which mean the same. */
export const cranScheme: VersionScheme = {
  id: 'cran',
  specification: 'R documentation, numeric_version and package_version',
  isValid,
  compare: compareCran,
};

function compareCran(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('cran', a);
  if (!isValid(b)) throw unreadableVersion('cran', b);
  return compareNumberLists(a, 0, a.length, b, 0, b.length);
}

function isValid(version: string): boolean {
  return isNumberList(version, 0, version.length, separators);
}

/** `.` and `-` */
const separators = [46, 45];
