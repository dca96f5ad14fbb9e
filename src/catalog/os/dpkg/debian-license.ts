/** Short names of Debian's copyright-format 1.0, "License specification", that SPDX writes in another way; all in lower case. */
const spdxByName: ReadonlyMap<string, string> = new Map([
  ['apache-2', 'Apache-2.0'],
  ['apache-2.0', 'Apache-2.0'],
  ['artistic', 'Artistic-1.0-Perl'],
  ['bsd', 'BSD-3-Clause'],
  ['bsd-2-clause', 'BSD-2-Clause'],
  ['bsd-3-clause', 'BSD-3-Clause'],
  ['bsd-4-clause', 'BSD-4-Clause'],
  ['cc0-1.0', 'CC0-1.0'],
  ['expat', 'MIT'],
  ['isc', 'ISC'],
  ['mit', 'MIT'],
  ['mpl-1.1', 'MPL-1.1'],
  ['mpl-2.0', 'MPL-2.0'],
  ['psf-2', 'PSF-2.0'],
  ['zlib', 'Zlib'],
]);

/** `GPL-2+`, `LGPL-2.1`, `GFDL-1.3+`. */
const gnu = /^(A?GPL|LGPL|GFDL)-(\d)(?:\.(\d))?(?:\.0)?(\+?)$/i;

/** A licence of a copyright file as SPDX writes it, where that is clear; as it is written otherwise. `undefined` for what names none. */
export function normalizeDebianLicense(written: string): string | undefined {
  const text = written.trim().replace(/\s+/g, ' ');
  if (text === '' || !/[A-Za-z]/.test(text)) return undefined;
  const words = text
    .replaceAll(',', ' ')
    .split(' ')
    .filter((word) => word !== '');
  const isExpression = words.every((word, at) => (at % 2 === 0 ? !isOperator(word) : isOperator(word))) && words.length % 2 === 1;
  return isExpression ? words.map((word) => (isOperator(word) ? word.toUpperCase() : normalizeName(word))).join(' ') : text;
}

function isOperator(word: string): boolean {
  return word === 'and' || word === 'or';
}

function normalizeName(name: string): string {
  const known = spdxByName.get(name.toLowerCase());
  if (known !== undefined) return known;
  const [, family, major, minor = '0', plus] = gnu.exec(name) ?? [];
  if (family === undefined || major === undefined) return name;
  return `${family.toUpperCase()}-${major}.${minor}-${plus === '+' ? 'or-later' : 'only'}`;
}
