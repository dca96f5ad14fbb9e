import { type VersionScheme, type VersionSchemeId } from '../model/version-scheme.ts';
import { compareNumberLists, isNumberList } from './numeric-version.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** A scheme whose versions are numbers and nothing else; `separators` are the character codes that may stand between them. */
export function numberListScheme(id: VersionSchemeId, specification: string, separators: readonly number[]): VersionScheme {
  const isValid = (version: string): boolean => isNumberList(version, 0, version.length, separators);
  return {
    id,
    specification,
    isValid,
    compare(a, b) {
      if (!isValid(a)) throw unreadableVersion(id, a);
      if (!isValid(b)) throw unreadableVersion(id, b);
      return compareNumberLists(a, 0, a.length, b, 0, b.length);
    },
  };
}
