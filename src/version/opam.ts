import { type VersionScheme } from '../model/version-scheme.ts';
import { compareDebianParts } from './debian-parts.ts';
import { isDigit, isLetter } from './digits.ts';
import { unreadableVersion } from './unreadable-version.ts';

/** OCaml packages: Debian's order of one part, so that `~` is before everything. A version without a digit (`dev`, `base`) has no place in it. */
export const opamScheme: VersionScheme = {
  id: 'opam',
  specification: 'opam manual, "Version ordering"; opam src/core/opamVersionCompare.ml',
  isValid,
  compare: compareOpam,
};

function compareOpam(a: string, b: string): number {
  if (!isValid(a)) throw unreadableVersion('opam', a);
  if (!isValid(b)) throw unreadableVersion('opam', b);
  return compareDebianParts(a, 0, a.length, b, 0, b.length);
}

/** Letters, digits and `-_+.~`. */
function isValid(version: string): boolean {
  let hasDigit = false;
  for (let at = 0; at < version.length; at += 1) {
    const code = version.charCodeAt(at);
    if (isDigit(code)) hasDigit = true;
    else if (!isLetter(code) && code !== 45 && code !== 95 && code !== 43 && code !== 46 && code !== 126) return false;
  }
  return hasDigit;
}
