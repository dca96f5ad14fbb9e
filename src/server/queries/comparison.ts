import { sql, type Kysely, type RawBuilder } from 'kysely';
import { type z } from 'zod';
import { severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type comparedFinding, type comparedPackage, type comparison } from '../schema/comparison.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';
import { type FindingRow, imageFindings, toFinding } from './findings.ts';

type Item = z.input<typeof comparedFinding>;
type Counts = z.input<typeof comparison>['counts'];

/** Ids of two images: what was there, and what is looked at against it. */
export interface ComparedImages {
  readonly from: number;
  readonly to: number;
}

export interface ComparisonFilter {
  readonly change?: Item['change'] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type Row = FindingRow & { readonly change: Item['change']; readonly rank: number };

/** Findings of two images by fingerprint: those that were introduced, then those that were fixed, then the others; the worst of each first. */
export async function listComparedFindings(
  db: Kysely<Tables>,
  keys: ServerKeys,
  images: ComparedImages,
  { change, limit, cursor }: ComparisonFilter,
): Promise<{ items: Item[]; next?: string }> {
  const list = `comparison ${images.from} ${images.to}`;
  const after = readCursor(keys, list, cursor);
  const { rows } = await sql<Row>`
    select * from (${comparedFindings(images)}) c where true
      ${change === undefined ? sql`` : sql`and c.change = ${change}`}
      ${after === undefined ? sql`` : sql`and (c.rank, c.severity, c.id collate "C", c.fingerprint collate "C") > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`}
    order by c.rank, c.severity, c.id collate "C", c.fingerprint collate "C" limit ${limit + 1}`.execute(db);
  return toPage(
    rows,
    limit,
    (row) => ({ change: row.change, ...toFinding(row) }),
    ({ rank, severity, id, fingerprint }) => writeCursor(keys, list, [rank, severity, id, fingerprint]),
  );
}

export async function countComparedFindings(db: Kysely<Tables>, images: ComparedImages): Promise<Counts> {
  const { rows } = await sql<{ change: Item['change']; severity: number; findings: number }>`
    select c.change, c.severity, count(*)::int as findings from (${comparedFindings(images)}) c
    group by c.rank, c.change, c.severity order by c.rank, c.severity`.execute(db);
  return rows.map(({ change, severity, findings }) => ({ change, severity: severities[severity]!, findings }));
}

/** A finding that several layers bring is one: the fingerprint does not depend on the layer. */
function comparedFindings({ from, to }: ComparedImages): RawBuilder<unknown> {
  return sql`
    select distinct on (f.fingerprint) f.*,
      case when bool_and(f.is_new) over same then 'introduced' when bool_or(f.is_new) over same then 'kept' else 'fixed' end as change,
      case when bool_and(f.is_new) over same then 0 when bool_or(f.is_new) over same then 2 else 1 end as rank
    from (
      select b.*, true as is_new from (${imageFindings(to)}) b
      union all
      select a.*, false from (${imageFindings(from)}) a
    ) f
    window same as (partition by f.fingerprint)
    order by f.fingerprint, f.is_new desc, f.key`;
}

/** More are counted, not listed. */
const listedPackages = 500;

export async function comparePackages(
  db: Kysely<Tables>,
  { from, to }: ComparedImages,
): Promise<{ readonly packages: z.input<typeof comparedPackage>[]; readonly packagesInAll: number }> {
  const { rows } = await sql<{ ecosystem: string; name: string; from: string[] | null; to: string[] | null; all: number }>`
    with a as (${versionsByName(from)}), b as (${versionsByName(to)})
    select ecosystem, name, a.versions as from, b.versions as to, count(*) over ()::int as all
    from a full join b using (ecosystem, name) where a.versions is distinct from b.versions
    order by ecosystem collate "C", name collate "C" limit ${listedPackages}`.execute(db);
  return {
    packages: rows.map((row) => ({ ecosystem: row.ecosystem, name: row.name, from: row.from ?? [], to: row.to ?? [] })),
    packagesInAll: rows[0]?.all ?? 0,
  };
}

function versionsByName(imageId: number): RawBuilder<unknown> {
  return sql`
    select p.ecosystem, p.name, array_agg(distinct coalesce(p.version, '') order by coalesce(p.version, '')) as versions
    from image_layer l join package_set_member m on m.set_id = l.set_id join package p on p.id = m.package_id
    where l.image_id = ${imageId} group by p.ecosystem, p.name`;
}
