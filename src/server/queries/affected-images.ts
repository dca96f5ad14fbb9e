import { sql, type Kysely, type RawBuilder } from 'kysely';
import { type z } from 'zod';
import { severities } from '../../model/severity.ts';
import { type Enrichment } from '../../model/advisory.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type affectedImage, type vulnerability } from '../schema/vulnerability.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';
import { imageColumns, type ImageRow, toSummary } from './images.ts';
import { inProjects } from './in-projects.ts';

type Item = z.input<typeof affectedImage>;
export interface AffectedPage {
  items: Item[];
  next?: string;
  total: number;
}

export interface AffectedFilter {
  readonly projects: readonly number[];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Images that have a vulnerability now, from the index: no image is read, and no report. The most urgent first. */
export function listImagesWith(db: Kysely<Tables>, keys: ServerKeys, id: string, filter: AffectedFilter): Promise<AffectedPage> {
  const sets = sql`select f.set_id from set_finding f where f.vulnerability = ${id} and f.gone_generation is null`;
  const matches = sql`
    select distinct p.name, p.version, f.fixed_version as "fixedVersion" from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null
    join package p on p.id = f.package_id where l.image_id = i.id and f.vulnerability = ${id}`;
  return listAffected(db, keys, `with ${id}`, sets, matches, filter);
}

/** Images that have one of these packages. */
export function listImagesWithPackages(
  db: Kysely<Tables>,
  keys: ServerKeys,
  list: string,
  packageIds: readonly number[],
  filter: AffectedFilter,
): Promise<AffectedPage> {
  const ids = [...packageIds];
  const sets = sql`select m.set_id from package_set_member m where m.package_id = any(${ids}::int[])`;
  const matches = sql`
    select distinct p.name, p.version from image_layer l join package_set_member m on m.set_id = l.set_id join package p on p.id = m.package_id
    where l.image_id = i.id and m.package_id = any(${ids}::int[])`;
  return listAffected(db, keys, list, sets, matches, filter);
}

async function listAffected(
  db: Kysely<Tables>,
  keys: ServerKeys,
  list: string,
  sets: RawBuilder<unknown>,
  matches: RawBuilder<unknown>,
  { projects, limit, cursor }: AffectedFilter,
): Promise<AffectedPage> {
  const after = readCursor(keys, list, cursor);
  // Found once, for the page and for the number in all.
  const affected = sql`
    with affected as materialized (
      select i.id, i.urgent, i.critical from image i
      where ${inProjects('i.project_id', projects)} and i.id in (select l.image_id from image_layer l where l.set_id in (${sets}))
    )`;
  const { rows } = await sql<ImageRow & { matches: Item['matches']; total: number }>`
    ${affected}
    select ${imageColumns}, (select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(m))), '[]') from (${matches} limit 20) m) as matches, (select count(*)::int from affected) as total
    from (
      select a.id from affected a where ${after === undefined ? sql`true` : sql`(a.urgent, a.critical, a.id) < (${after[0]}, ${after[1]}, ${after[2]})`}
      order by a.urgent desc, a.critical desc, a.id desc limit ${limit + 1}
    ) a join image i on i.id = a.id join project p on p.id = i.project_id order by i.urgent desc, i.critical desc, i.id desc`.execute(db);
  const total =
    rows[0]?.total ?? (await sql<{ total: number }>`${affected} select count(*)::int as total from affected`.execute(db)).rows[0]!.total;
  const page = toPage(
    rows,
    limit,
    (row) => ({ ...toSummary(row), matches: row.matches }),
    ({ urgent, critical, id }) => writeCursor(keys, list, [urgent, critical, id]),
  );
  return { ...page, total };
}

/** What is known of a vulnerability and of the packages that have it. `undefined` where no image of these projects ever had it. */
export async function findVulnerability(
  db: Kysely<Tables>,
  projects: readonly number[],
  id: string,
): Promise<z.input<typeof vulnerability> | undefined> {
  const row = await db.selectFrom('vulnerability').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const { rows } = await sql<{
    ecosystem: string;
    release: string | null;
    name: string;
    version: string | null;
    purl: string;
    severity: number;
    fixed_version: string | null;
    images: number;
  }>`
    select p.ecosystem, p.release, p.name, p.version, p.purl, min(f.severity)::int as severity, max(f.fixed_version) as fixed_version, count(distinct i.id)::int as images
    from set_finding f join package p on p.id = f.package_id join image_layer l on l.set_id = f.set_id join image i on i.id = l.image_id
    where f.vulnerability = ${id} and f.gone_generation is null and ${inProjects('i.project_id', projects)}
    group by p.id order by images desc, p.name, p.id limit 100`.execute(db);
  const total = await sql<{ total: number }>`
    select count(*)::int as total from image i where ${inProjects('i.project_id', projects)} and i.id in
      (select l.image_id from image_layer l join set_finding f on f.set_id = l.set_id where f.vulnerability = ${id} and f.gone_generation is null)`.execute(
    db,
  );
  // Another tenant's image may be why the row is there: who has none of it learns nothing from it.
  if (rows.length === 0) return undefined;
  const { knownExploited, exploitPrediction } = row.enrichment as Enrichment;
  return {
    id,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(knownExploited === undefined
      ? {}
      : {
          knownExploited: {
            addedOn: knownExploited.addedOn,
            ...(knownExploited.dueOn === undefined ? {} : { dueOn: knownExploited.dueOn }),
          },
        }),
    ...(exploitPrediction === undefined ? {} : { exploitProbability: exploitPrediction.probability }),
    firstSeenAt: row.first_seen_at.toISOString(),
    images: total.rows[0]!.total,
    packages: rows.map(({ ecosystem, release, name, version, purl, severity, fixed_version, images }) => ({
      ecosystem,
      ...(release === null ? {} : { release }),
      name,
      ...(version === null ? {} : { version }),
      purl,
      severity: severities[severity]!,
      ...(fixed_version === null ? {} : { fixedVersion: fixed_version }),
      images,
    })),
  };
}
