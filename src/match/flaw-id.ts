import { type Advisory } from '../model/advisory.ts';

type Identified = Pick<Advisory, 'id' | 'aliases' | 'published'>;

/**
 * The id a flaw is known by: the record's own CVE, otherwise the publisher's id. Aliases are transitive in OSV, so a record can list the
 * CVE of an older flaw beside its own; of several, its own is the newest that existed when it was published.
 */
export function flawIdOf(advisory: Identified): string {
  const inId = cveIn(advisory.id);
  if (inId !== undefined) return inId;
  const publishedYear = advisory.published === undefined ? Number.POSITIVE_INFINITY : Number(advisory.published.slice(0, 4));
  let own: string | undefined;
  let ownRank = Number.NEGATIVE_INFINITY;
  for (const alias of advisory.aliases) {
    const rank = cveRank(alias, publishedYear);
    if (rank === undefined || rank <= ownRank) continue;
    own = alias;
    ownRank = rank;
  }
  return own ?? advisory.id;
}

/** `CVE-2023-0286` in `DEBIAN-CVE-2023-0286` and the like, where the publisher names its record after the CVE. */
function cveIn(id: string): string | undefined {
  const start = id.indexOf('CVE-');
  if (start < 0) return undefined;
  const rest = id.slice(start);
  return isCve(rest) ? rest : undefined;
}

/** `CVE-YEAR-NUMBER` with at least four digits; CVE record format. */
export function isCve(id: string): boolean {
  return cvePattern.test(id);
}

const cvePattern = /^CVE-\d{4}-\d{4,19}$/;

/** Newer is higher; those from after the publication come below all others, because a record cannot be named by them. */
function cveRank(alias: string, publishedYear: number): number | undefined {
  if (!isCve(alias)) return undefined;
  const year = Number(alias.slice(4, 8));
  const rank = year * 1e9 + Math.min(Number(alias.slice(9)), 999_999_999);
  return year <= publishedYear ? rank : rank - 1e14;
}
