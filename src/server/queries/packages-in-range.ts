import { type Kysely } from 'kysely';
import { ecosystem as ecosystemRow, ecosystems, type EcosystemId } from '../../model/ecosystem.ts';
import { type Tables } from '../../postgres/tables.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { invalidField } from '../http/problem.ts';

export interface PackageRange {
  readonly ecosystem: string;
  readonly name: string;
  readonly version?: string | undefined;
  /** At least this version. */
  readonly from?: string | undefined;
  /** Lower than this version. */
  readonly below?: string | undefined;
}

const mostVersions = 50_000;

/** Ids of the stored versions of a package that are in a range, in the order of its ecosystem. Throws a problem for what is no ecosystem and no version of it. */
export async function packagesInRange(
  db: Kysely<Tables>,
  { ecosystem, name, version, from, below }: PackageRange,
): Promise<readonly number[]> {
  if (!Object.hasOwn(ecosystems, ecosystem)) throw invalidField('query.ecosystem', `must be one of ${Object.keys(ecosystems).join(', ')}`);
  const scheme = versionSchemes[ecosystemRow(ecosystem as EcosystemId).versionScheme];
  for (const [field, value] of Object.entries({ from, below }))
    if (value !== undefined && !scheme.isValid(value)) throw invalidField(`query.${field}`, `is not a version of ${ecosystem}`);
  const rows = await db
    .selectFrom('package')
    .select(['id', 'version'])
    .where('ecosystem', '=', ecosystem)
    .where('name', '=', name)
    .limit(mostVersions)
    .execute();
  return rows
    .filter(({ version: its }) => {
      if (version !== undefined) return its === version;
      if (from === undefined && below === undefined) return true;
      if (its === null || !scheme.isValid(its)) return false;
      return (from === undefined || scheme.compare(its, from) >= 0) && (below === undefined || scheme.compare(its, below) < 0);
    })
    .map(({ id }) => id);
}
