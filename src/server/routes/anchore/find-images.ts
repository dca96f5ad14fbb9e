import { sql, type Kysely, type RawBuilder } from 'kysely';
import { type DetectedDistribution } from '../../../model/report.ts';
import { type Tables } from '../../../postgres/tables.ts';

/** An image as clients of Anchore see it: one that was asked for, or one that is known for other reasons. */
export interface FoundImage {
  /** Of what its tag points to: a manifest, or an index of several platforms. */
  readonly digest: string;
  readonly references: readonly string[];
  readonly status: 'not_analyzed' | 'analyzing' | 'analyzed' | 'analysis_failed';
  readonly addedAt: Date;
  /** Absent until it was scanned once. */
  readonly image?: {
    readonly id: number;
    readonly digest: string;
    readonly configDigest?: string;
    readonly distribution?: DetectedDistribution;
    readonly architecture?: string;
    readonly layers: number;
    readonly bytes: number;
    readonly scannedAt: Date;
  };
}

interface Row {
  digest: string;
  refs: string[];
  state: string | null;
  added_at: Date;
  id: number | null;
  image_digest: string | null;
  config_digest: string | null;
  distribution: DetectedDistribution | null;
  platform: string | null;
  layers: number | null;
  bytes: string | number | null;
  scanned_at: Date | null;
}

export interface ImageQuestion {
  readonly reference?: string | undefined;
  readonly digest?: string | undefined;
  /** Of the configuration, as Docker shows it. */
  readonly configDigest?: string | undefined;
}

const mostImages = 1_000;

/** Images of these projects, the newest first. */
export async function findImages(db: Kysely<Tables>, projects: readonly number[], asked: ImageQuestion): Promise<readonly FoundImage[]> {
  const ids = [...projects];
  const { reference, digest, configDigest } = asked;
  const only = (condition: RawBuilder<unknown> | undefined): RawBuilder<unknown> =>
    condition === undefined ? sql`` : sql`and ${condition}`;
  const { rows } = await sql<Row>`
    with named as (
      select r.project_id, r.registry || '/' || r.name || ':' || t.name as reference, t.digest, null::uuid as job_id, t.pushed_at as at
        from tag t join repository r on r.id = t.repository_id where r.project_id = any(${ids}::int[])
      union all select q.project_id, q.reference, q.digest, q.job_id, q.requested_at from requested_image q where q.project_id = any(${ids}::int[])
    ), chosen as (
      select n.project_id, n.digest, array_agg(distinct n.reference) as refs, (array_agg(n.job_id order by n.at desc) filter (where n.job_id is not null))[1] as job_id, max(n.at) as at
      from named n where true ${only(reference === undefined ? undefined : sql`n.reference = ${reference}`)} ${only(digest === undefined ? undefined : sql`n.digest = ${digest}`)}
      group by n.project_id, n.digest
    )
    select c.digest, c.refs, c.at as added_at, j.state::text as state, i.id, i.digest as image_digest, i.target->>'configDigest' as config_digest, i.target->'distribution' as distribution,
      i.platform, i.scanned_at, (select count(*)::int from image_layer l where l.image_id = i.id) as layers,
      (select coalesce(sum(y.size), 0) from image_layer l join layer y on y.id = l.layer_id where l.image_id = i.id) as bytes
    from chosen c left join pgboss.job j on j.name = 'scan' and j.id = c.job_id
      left join lateral (
        select i.* from image i where i.project_id = c.project_id and i.digest = any(array(
          select c.digest union all select x.image_digest from index_image x where x.project_id = c.project_id and x.index_digest = c.digest))
        order by i.digest <> c.digest, i.platform <> 'linux/amd64', i.id limit 1
      ) i on true
    where true ${only(configDigest === undefined ? undefined : sql`i.target->>'configDigest' = ${configDigest}`)}
    order by c.at desc limit ${mostImages}`.execute(db);
  return rows.map(toFound);
}

function toFound(row: Row): FoundImage {
  const { digest, refs, added_at, id, image_digest, config_digest, distribution, platform, layers, bytes, scanned_at } = row;
  return {
    digest,
    references: refs,
    status: statusOf(row),
    addedAt: added_at,
    ...(id === null
      ? {}
      : {
          image: {
            id,
            digest: image_digest ?? digest,
            ...(config_digest === null ? {} : { configDigest: config_digest }),
            ...(distribution === null ? {} : { distribution }),
            ...(platform === null ? {} : { architecture: platform.split('/')[1] ?? platform }),
            layers: layers ?? 0,
            bytes: Number(bytes ?? 0),
            scannedAt: scanned_at ?? added_at,
          },
        }),
  };
}

/** A scan that failed after one that did not leaves what is known. */
function statusOf({ state, id }: Row): FoundImage['status'] {
  if (state === 'active' || state === 'retry') return 'analyzing';
  if (state === 'created') return 'not_analyzed';
  if (id !== null) return 'analyzed';
  return 'analysis_failed';
}
