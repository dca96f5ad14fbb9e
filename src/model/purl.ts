import { limits } from './limits.ts';
import { PratiqueError } from './pratique-error.ts';
import { findPurlFault, normalizePurl } from './purl-types.ts';

/** A package URL in its parts, decoded and normalised as its type asks. purl-spec, "Package-URL specification". */
export interface Purl {
  readonly type: string;
  /** Segments with slashes between. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** In order of their keys; keys are in lower case, values not empty. */
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath?: string;
}

/** What a package URL is made from; empty parts and empty qualifiers count as absent. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  /** A plain object is for keys that we write ourselves. */
  readonly qualifiers?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/**
 * The canonical text: type in lower case, names as their type writes them, qualifiers sorted. Throws PURL_INVALID where a type or
 * a name is missing or the type forbids a part. npm names keep their case, because its registry is case-sensitive.
 */
export function formatPurl(parts: PurlParts): string {
  const normalized = normalizePurl(parts);
  const { type, namespace, name, version } = normalized;
  if (!isType(type) || name === '') throw invalidPurl(`${type}/${name}`, type === '' || name !== '' ? 'no valid type' : 'no name');
  const fault = findPurlFault(normalized);
  if (fault !== undefined) throw invalidPurl(`${type}/${name}`, fault);
  const space = namespace === undefined || namespace === '' ? '' : encodeSegments(namespace);
  let text = `pkg:${type}/`;
  if (space !== '') text += `${space}/`;
  // A git name is a path on its host; every other name is one segment.
  text += type === 'git' ? encodeSegments(name) : encode(name);
  if (version !== undefined && version !== '') text += `@${encode(version)}`;
  if (parts.qualifiers !== undefined) text += formatQualifiers(parts.qualifiers);
  if (parts.subpath !== undefined) text += formatSubpath(parts.subpath);
  return text;
}

/** Reads a package URL, canonical or not; throws PURL_INVALID on anything else, and on more than `limits.purlCharacters`. */
export function parsePurl(text: string): Purl {
  if (text.length > limits.purlCharacters) throw invalidPurl(text, `longer than ${limits.purlCharacters} characters`);
  const [beforeSubpath, subpath] = splitLast(text, '#');
  const [beforeQualifiers, qualifierText] = splitLast(beforeSubpath, '?');
  const colon = beforeQualifiers.indexOf(':');
  if (beforeQualifiers.slice(0, colon).toLowerCase() !== 'pkg') throw invalidPurl(text, 'does not begin with pkg:');
  const path = trimSlashes(beforeQualifiers.slice(colon + 1));
  const [beforeVersion, version] = splitVersion(path);
  const segments = beforeVersion.split('/').filter((segment) => segment !== '');
  const type = (segments.shift() ?? '').toLowerCase();
  const nameSegments = type === 'git' ? segments.splice(1) : segments.splice(-1);
  const parts = {
    type,
    namespace: decode(text, segments.join('/')),
    name: decode(text, nameSegments.join('/')),
    version: decode(text, version ?? ''),
  };
  const normalized = normalizePurl({ ...parts, qualifiers: parseQualifiers(text, qualifierText ?? '') });
  if (!isType(type)) throw invalidPurl(text, 'no valid type');
  if (normalized.name === '' || beforeVersion.endsWith('/')) throw invalidPurl(text, 'no name');
  const fault = findPurlFault(normalized);
  if (fault !== undefined) throw invalidPurl(text, fault);
  return withoutEmptyParts(normalized, decode(text, cleanSubpath(subpath ?? '')));
}

/** Letters, digits, dot, plus and hyphen, beginning with a letter. */
function isType(type: string): boolean {
  return /^[a-z][a-z0-9.+-]{0,63}$/.test(type);
}

function invalidPurl(text: string, why: string): PratiqueError {
  return new PratiqueError('PURL_INVALID', `not a package URL: ${text.slice(0, 120)}: ${why}`);
}

function formatQualifiers(qualifiers: NonNullable<PurlParts['qualifiers']>): string {
  const entries: Iterable<readonly [string, string]> = isMap(qualifiers) ? qualifiers : Object.entries(qualifiers);
  const kept: [string, string][] = [];
  for (const [key, value] of entries) {
    if (value === '') continue;
    if (!isQualifierKey(key)) throw invalidPurl(`?${key}`, 'a qualifier has no valid key');
    kept.push([key.toLowerCase(), value]);
  }
  if (kept.length > 1) kept.sort(byKey);
  let text = '';
  for (const [key, value] of kept) text += `${text === '' ? '?' : '&'}${key}=${encode(value)}`;
  return text;
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function isMap(qualifiers: NonNullable<PurlParts['qualifiers']>): qualifiers is ReadonlyMap<string, string> {
  return qualifiers instanceof Map;
}

function parseQualifiers(text: string, qualifiers: string): ReadonlyMap<string, string> {
  const entries: [string, string][] = [];
  for (const pair of qualifiers.split('&')) {
    const equals = pair.indexOf('=');
    const value = equals === -1 ? '' : decode(text, pair.slice(equals + 1));
    if (pair === '' || (value === '' && equals !== -1)) continue;
    const key = pair.slice(0, equals === -1 ? 0 : equals).toLowerCase();
    if (!isQualifierKey(key)) throw invalidPurl(text, 'a qualifier has no valid key');
    entries.push([key, value]);
  }
  entries.sort(byKey);
  const map = new Map(entries);
  if (map.size !== entries.length) throw invalidPurl(text, 'a qualifier is there twice');
  return map;
}

function isQualifierKey(key: string): boolean {
  return /^[a-z][a-z0-9._-]{0,127}$/i.test(key);
}

function formatSubpath(subpath: string): string {
  const path = encodeSegments(cleanSubpath(subpath));
  return path === '' ? '' : `#${path}`;
}

/** Without empty segments, `.` and `..`. */
function cleanSubpath(subpath: string): string {
  return subpath
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .join('/');
}

function splitLast(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** At the last `@`, unless it begins a segment that another follows: that one is an npm scope that was not encoded. */
function splitVersion(path: string): readonly [string, string | undefined] {
  const at = path.lastIndexOf('@');
  const isScope = path[at - 1] === '/' && path.includes('/', at);
  return at === -1 || isScope ? [path, undefined] : [path.slice(0, at), path.slice(at + 1)];
}

function trimSlashes(path: string): string {
  let from = 0;
  while (path[from] === '/') from += 1;
  return path.slice(from);
}

function withoutEmptyParts(parts: Required<Pick<PurlParts, 'type' | 'name'>> & PurlParts, subpath: string): Purl {
  const { type, namespace = '', name, version = '', qualifiers } = parts;
  return {
    type,
    ...(namespace === '' ? {} : { namespace }),
    name,
    ...(version === '' ? {} : { version }),
    qualifiers: qualifiers as ReadonlyMap<string, string>,
    ...(subpath === '' ? {} : { subpath }),
  };
}

function decode(text: string, encoded: string): string {
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidPurl(text, 'a percent sign does not begin encoded UTF-8');
  }
}

function encodeSegments(path: string): string {
  if (isPlain(path)) return path;
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(encode)
    .join('/');
}

/** All but letters, digits, `.`, `-`, `_`, `~` and `:` is percent-encoded UTF-8; a lone surrogate becomes U+FFFD. */
function encode(text: string): string {
  if (isPlain(text)) return text;
  let encoded = '';
  for (const byte of utf8.encode(text)) {
    encoded += isPlainCode(byte) ? String.fromCharCode(byte) : `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
  }
  return encoded;
}

const utf8 = new TextEncoder();

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isPlainCode(text.charCodeAt(at))) return false;
  return true;
}

function isPlainCode(code: number): boolean {
  if (code >= 97) return code <= 122 || code === 126;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 48 && code <= 58) || code === 45 || code === 46;
}
