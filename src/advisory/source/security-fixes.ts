import { RecordError } from './record-error.ts';
import { readArray, readName, readObject, readText } from './record-fields.ts';

/** One flaw, fixed in one version of one source package. */
export interface SecurityFix {
  readonly name: string;
  /** `0` says that no version was ever affected. */
  readonly fixed: string;
  readonly id: string;
  readonly aliases: readonly string[];
}

/**
 * `{ pkg: { name, secfixes: { VERSION: [TEXT, …] } } }`, as made from the `# secfixes:` comments of APKBUILDs (abuild,
 * APKBUILD(5)). Throws RecordError.
 */
export function readSecurityFixes(item: unknown): readonly SecurityFix[] {
  const { pkg } = readObject(item, 'the entry') as { readonly pkg?: unknown };
  const found = readObject(pkg, 'pkg') as { readonly name?: unknown; readonly secfixes?: unknown };
  const name = readName(found.name, 'pkg.name');
  // A package without fixes is written as null or as an empty list.
  if (found.secfixes === undefined || found.secfixes === null || isEmptyList(found.secfixes)) return [];
  return Object.entries(readObject(found.secfixes, 'secfixes')).flatMap(([version, texts]) => {
    const fixed = readName(version, 'a fixed version');
    return readArray(texts, 'fixes').flatMap((text) => readIds(readText(text, 'a fix')).map((ids) => ({ name, fixed, ...ids })));
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

interface FlawIds {
  readonly id: string;
  readonly aliases: readonly string[];
}

/**
 * `CVE-2018-3639 XSA-263`, `CVE-2020-11740 CVE-2020-11741 XSA-313`, `CVE-2019-2126 (+ …)`, `XSA-207`: each CVE is a flaw of its own. A
 * bulletin's ID next to it may be next to others too, so it is no alias; a GHSA next to one CVE is. Without a CVE every id is a flaw.
 */
function readIds(text: string): readonly FlawIds[] {
  if (text.length > 4096) throw new RecordError('a fix is too long');
  const remark = text.indexOf('(');
  const ids = (remark > 0 ? text.slice(0, remark) : text).split(/[\s,;]+/).filter(isId);
  const cves = ids.filter((id) => id.startsWith('CVE-'));
  if (cves.length === 0) return ids.map((id) => ({ id, aliases: [] }));
  const reviews = ids.filter((id) => id.startsWith('GHSA-'));
  return cves.map((id) => ({ id, aliases: cves.length === 1 && reviews.length === 1 ? reviews : [] }));
}

/** Capitals, a dash, and something with a digit in it. */
function isId(word: string): boolean {
  return word.length <= 64 && /^[A-Z][A-Z0-9]*-[A-Za-z0-9._:-]*[0-9][A-Za-z0-9._:-]*$/.test(word);
}
