import { type OsvPublisher } from './osv-publishers.ts';

/** Everything a record says about which flaw it is about. */
export interface OsvNames {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly references: readonly string[];
  readonly published?: string;
}

/** Other ids of the record's own flaw, and the flaws it bundles. At most one CVE is ever an alias. */
export interface OsvIdentity {
  readonly aliases: readonly string[];
  readonly covers: readonly string[];
}

/** Several CVEs, and nothing in the record itself says which one is its own. */
export interface AmbiguousIdentity {
  readonly cves: readonly string[];
}

/**
 * OSV merges alias groups, so a record's `aliases` also hold the ids of other flaws that once shared an id with it (lodash's
 * GHSA-r5fr-rjxr-66jc of 2026 lists CVE-2021-23337). Two flaws taken for one would hide the newer, so only what is safe is kept:
 *
 * - a bulletin's CVEs, in any field, are flaws that it covers;
 * - a record named after a CVE (`DEBIAN-CVE-…`) is about that CVE and nothing else;
 * - otherwise the one CVE of `aliases` (for CGA- also of `related`), or of several the one that the record links at NVD;
 * - ids of another publisher stay only if the group is plain: one CVE at most, one id of each publisher, none of the record's own.
 *
 * `HeldIdentities` decides the rest when the whole feed has been seen.
 */
export function identifyOsv(names: OsvNames, publisher: OsvPublisher): OsvIdentity | AmbiguousIdentity {
  const ids = distinctIds(names, publisher);
  const cves = ids.filter(isCve);
  if (publisher.kind === 'bulletin') return { aliases: [], covers: cves.length > 0 ? cves : ids.filter(isFlawId) };
  const named = cveInId(names.id);
  if (named === names.id) return { aliases: cves.length === 0 ? plainAliases(names.id, ids) : [], covers: [] };
  if (named !== undefined) return { aliases: [named], covers: [] };
  if (cves.length <= 1) return { aliases: plainAliases(names.id, ids), covers: [] };
  const linked = cves.filter((cve) => names.references.includes(`https://nvd.nist.gov/vuln/detail/${cve}`));
  return linked.length === 1 ? { aliases: linked, covers: [] } : { cves };
}

export function isCve(id: string): boolean {
  return id.startsWith('CVE-') && id.length >= 13 && isYearAndNumber(id);
}

function distinctIds({ id, aliases, upstream, related }: OsvNames, publisher: OsvPublisher): readonly string[] {
  const lists = publisher.kind === 'bulletin' || publisher.readsRelated === true ? [aliases, upstream, related] : [aliases, upstream];
  const ids = new Set<string>();
  for (const list of lists) for (const other of list) ids.add(cveInId(other.trim()) ?? other.trim());
  ids.delete(id);
  return [...ids];
}

function plainAliases(id: string, ids: readonly string[]): readonly string[] {
  const own = prefixOf(id);
  const others = ids.filter((other) => !isCve(other));
  const isPlain = others.every((other) => prefixOf(other) !== own);
  const cves = ids.filter(isCve);
  if (!isPlain) return cves;
  const counts = new Map<string, number>();
  for (const other of others) counts.set(prefixOf(other), (counts.get(prefixOf(other)) ?? 0) + 1);
  return [...cves, ...others.filter((other) => isFlawId(other) && counts.get(prefixOf(other)) === 1)];
}

/** Databases with one id a flaw. `BIT-` and `CGA-` are one for each product, so they would tie unrelated products together. */
const flawDatabases: ReadonlySet<string> = new Set([
  'CVE',
  'GHSA',
  'PYSEC',
  'GO',
  'RUSTSEC',
  'MAL',
  'OSV',
  'SNYK',
  'HSEC',
  'PSF',
  'GSD',
  'DRUPAL',
]);

function isFlawId(id: string): boolean {
  return flawDatabases.has(prefixOf(id)) && id.length < 64;
}

export function prefixOf(id: string): string {
  const dash = id.indexOf('-');
  return dash === -1 ? '' : id.slice(0, dash);
}

/** `CVE-2023-0286` of `DEBIAN-CVE-2023-0286` and of itself. */
function cveInId(id: string): string | undefined {
  const start = id.indexOf('CVE-');
  if (start === -1) return undefined;
  const cve = start === 0 ? id : id.slice(start);
  return isCve(cve) ? cve : undefined;
}

/** `CVE-YYYY-N…` with four to nineteen digits at the end (CVE record format 5.1, cveId). */
function isYearAndNumber(id: string): boolean {
  if (id.length > 28 || id.charCodeAt(8) !== 0x2d) return false;
  for (let at = 4; at < id.length; at++) {
    const code = id.charCodeAt(at);
    if (at !== 8 && (code < 0x30 || code > 0x39)) return false;
  }
  return true;
}
