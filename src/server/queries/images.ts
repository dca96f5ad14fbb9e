import { sql, type Kysely, type RawBuilder } from 'kysely';
import { type z } from 'zod';
import { type severities } from '../../model/severity.ts';
import { type DetectedDistribution, type ScanTarget } from '../../model/report.ts';
import { type PolicyStatement } from '../../model/decision.ts';
import { type Issue } from '../../model/issue.ts';
import { imageOrigins, type ImageOrigin, type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type image, type imageLayer, type imageSummary } from '../schema/image.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';
import { inProjects } from './in-projects.ts';

export const imageOrders = ['urgency', 'scanned', 'name'] as const;

export interface ImageFilter {
  readonly projects: readonly number[];
  readonly order: (typeof imageOrders)[number];
  readonly verdict?: string | undefined;
  /** At least one finding of this severity. */
  readonly severity?: (typeof severities)[number] | undefined;
  /** Beginning of its name. */
  readonly name?: string | undefined;
  /** Digest of the uppermost layer of its base. */
  readonly base?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ImageRow {
  id: number;
  project: string;
  digest: string;
  name: string;
  platform: string | null;
  verdict: string;
  completeness: string;
  has_gaps: boolean;
  packages: number;
  scanned_at: Date;
  judged_at: Date;
  first_seen_at: Date;
  tags: string[];
  origin: ImageOrigin;
  critical: number;
  high: number;
  medium: number;
  low: number;
  negligible: number;
  unknown: number;
  fixable: number;
  urgent: number;
  exploited: number;
  scanned_text: string;
}

/** Columns of a summary; `i` is the image, `p` its project. */
export const imageColumns = sql`
  i.id, p.name as project, i.digest, i.name, i.platform, i.verdict, i.completeness, i.has_gaps, i.packages, i.scanned_at, i.judged_at, i.first_seen_at, i.origin,
  i.critical, i.high, i.medium, i.low, i.negligible, i.unknown, i.fixable, i.urgent, i.exploited, i.scanned_at::text as scanned_text,
  array(
    select r.registry || '/' || r.name || ':' || t.name from tag t join repository r on r.id = t.repository_id
    where r.project_id = i.project_id and t.digest in (select i.digest union all select x.index_digest from index_image x where x.project_id = i.project_id and x.image_digest = i.digest)
    order by 1 limit 20
  ) as tags`;

type Summary = z.input<typeof imageSummary>;

export async function listImages(db: Kysely<Tables>, keys: ServerKeys, filter: ImageFilter): Promise<{ items: Summary[]; next?: string }> {
  const list = `images ${filter.order}`;
  const after = readCursor(keys, list, filter.cursor);
  const { rows } = await sql<ImageRow>`
    select ${imageColumns} from image i join project p on p.id = i.project_id
    where ${inProjects('i.project_id', filter.projects)} ${filtersOf(filter)} ${after === undefined ? sql`` : sql`and ${orders[filter.order].after(after)}`}
    order by ${orders[filter.order].by} limit ${filter.limit + 1}`.execute(db);
  return toPage(rows, filter.limit, toSummary, (last) => writeCursor(keys, list, orders[filter.order].values(last)));
}

interface Order {
  readonly by: RawBuilder<unknown>;
  readonly after: (values: readonly (string | number)[]) => RawBuilder<unknown>;
  readonly values: (row: ImageRow) => readonly (string | number)[];
}

/** Each ends with a unique column, so that no page repeats or leaves out an image. */
const orders: Readonly<Record<ImageFilter['order'], Order>> = {
  urgency: {
    by: sql`i.urgent desc, i.critical desc, i.id desc`,
    after: ([urgent, critical, id]) => sql`(i.urgent, i.critical, i.id) < (${urgent}, ${critical}, ${id})`,
    values: ({ urgent, critical, id }) => [urgent, critical, id],
  },
  scanned: {
    by: sql`i.scanned_at desc, i.id desc`,
    after: ([at, id]) => sql`(i.scanned_at, i.id) < (${at}::timestamptz, ${id})`,
    values: ({ scanned_text, id }) => [scanned_text, id],
  },
  name: {
    by: sql`i.name collate "C", i.id`,
    after: ([name, id]) => sql`(i.name collate "C", i.id) > (${name}, ${id})`,
    values: ({ name, id }) => [name, id],
  },
};

function filtersOf({ verdict, severity, name, base }: ImageFilter): RawBuilder<unknown> {
  return sql.join(
    [
      ...(verdict === undefined ? [] : [sql`and i.verdict = ${verdict}`]),
      ...(severity === undefined ? [] : [sql`and ${sql.ref(`i.${severity}`)} > 0`]),
      ...(base === undefined ? [] : [sql`and i.base_layer_id = (select layer.id from layer where layer.identity = ${base})`]),
      ...(name === undefined ? [] : [sql`and i.name like ${`${name.replaceAll(/[\\%_]/g, '\\$&')}%`}`]),
    ],
    sql` `,
  );
}

export function toSummary(row: ImageRow): Summary {
  const { project, digest, name, tags, platform, verdict, completeness, has_gaps, packages, scanned_at, judged_at, first_seen_at, origin } =
    row;
  return {
    project,
    digest,
    name,
    tags,
    ...(platform === null ? {} : { platform }),
    verdict: verdict as Summary['verdict'],
    completeness: completeness as Summary['completeness'],
    hasGaps: has_gaps,
    counts: pickCounts(row),
    packages,
    scannedAt: scanned_at.toISOString(),
    judgedAt: judged_at.toISOString(),
    firstSeenAt: first_seen_at.toISOString(),
    origin,
  };
}

export function pickCounts({
  critical,
  high,
  medium,
  low,
  negligible,
  unknown,
  fixable,
  urgent,
  exploited,
}: Omit<Summary['counts'], never>): Summary['counts'] {
  return { critical, high, medium, low, negligible, unknown, fixable, urgent, exploited };
}

/** Id of an image by its digest; for an index that of its first image. `undefined` where none of these projects has it from one of these origins. */
export async function findImageId(
  db: Kysely<Tables>,
  projects: readonly number[],
  digest: string,
  origins: readonly ImageOrigin[] = imageOrigins,
): Promise<number | undefined> {
  // One list of digests, so that an index finds them: an OR with a subquery would read every image.
  const { rows } = await sql<{ id: number }>`
    select i.id from image i where ${inProjects('i.project_id', projects)} and i.origin = any(${[...origins]}::text[]) and i.digest = any(array(
      select ${digest}::text union all select x.image_digest from index_image x where ${inProjects('x.project_id', projects)} and x.index_digest = ${digest}))
    order by i.digest <> ${digest}, i.platform <> 'linux/amd64', i.id limit 1`.execute(db);
  return rows[0]?.id;
}

export async function readSummary(db: Kysely<Tables>, id: number): Promise<Summary> {
  const { rows } =
    await sql<ImageRow>`select ${imageColumns} from image i join project p on p.id = i.project_id where i.id = ${id}`.execute(db);
  return toSummary(rows[0]!);
}

type Whole = z.input<typeof image>;

/** All of one image but its findings and packages. */
export async function readImage(db: Kysely<Tables>, id: number): Promise<Whole> {
  const { rows } = await sql<ImageRow & { target: ScanTarget; statements: PolicyStatement[]; issues: Issue[]; created_at: Date | null }>`
    select ${imageColumns}, i.target, i.statements, i.issues, i.created_at from image i join project p on p.id = i.project_id where i.id = ${id}`.execute(
    db,
  );
  const row = rows[0]!;
  const rescan = await findRescan(db, row);
  return {
    ...toSummary(row),
    ...describeDistribution(row.target.distribution),
    ...(row.created_at === null ? {} : { created: row.created_at.toISOString() }),
    statements: row.statements.map(({ text, isMet, isWarning }) => ({ text, isMet, ...(isWarning === undefined ? {} : { isWarning }) })),
    issues: row.issues.map(({ code, severity, message }) => ({ code, severity, message })),
    layers: await readLayers(db, id),
    ...(rescan === undefined ? {} : { rescan }),
  };
}

function describeDistribution(distribution: DetectedDistribution | undefined): Pick<Whole, 'distribution'> {
  if (distribution === undefined) return {};
  return {
    distribution: distribution.prettyName ?? [distribution.id, distribution.versionId].filter((part) => part !== undefined).join(' '),
  };
}

/** A scan of the same name that is under way, was stopped or failed after this result. */
async function findRescan(
  db: Kysely<Tables>,
  { name, project, scanned_at }: Pick<ImageRow, 'name' | 'project' | 'scanned_at'>,
): Promise<Whole['rescan']> {
  const { rows } = await sql<{ id: string; state: string; message: string | null }>`
    select id, state::text as state, output->>'message' as message from pgboss.job
    where name = 'scan' and data->>'subject' = ${name} and (data->>'project')::int = (select id from project where project.name = ${project}) and created_on > ${scanned_at} and state <> 'completed' order by created_on desc limit 1`.execute(
    db,
  );
  const [job] = rows;
  return job === undefined ? undefined : { state: job.state, job: job.id, ...(job.message === null ? {} : { error: job.message }) };
}

async function readLayers(db: Kysely<Tables>, imageId: number): Promise<z.input<typeof imageLayer>[]> {
  const rows = await db
    .selectFrom('image_layer as l')
    .innerJoin('layer', 'layer.id', 'l.layer_id')
    .leftJoin('package_set as s', 's.id', 'l.set_id')
    .select(['l.position', 'layer.digest', 'layer.diff_id', 'layer.size', 'l.created_by', 'l.brought_by', 's.packages'])
    .select(['s.critical', 's.high', 's.medium', 's.low', 's.negligible', 's.unknown', 's.fixable', 's.urgent', 's.exploited'])
    .where('l.image_id', '=', imageId)
    .orderBy('l.position')
    .execute();
  return rows.map(({ position, digest, diff_id, size, created_by, brought_by, packages, ...counted }) => ({
    position,
    ...(digest === null ? {} : { digest }),
    ...(diff_id === null ? {} : { diffId: diff_id }),
    ...(size === null ? {} : { size: Number(size) }),
    ...(created_by === null ? {} : { createdBy: created_by }),
    broughtBy: brought_by as 'base' | 'own' | 'unknown',
    packages: packages ?? 0,
    counts: pickCounts(Object.fromEntries(Object.entries(counted).map(([name, count]) => [name, count ?? 0])) as Summary['counts']),
  }));
}
