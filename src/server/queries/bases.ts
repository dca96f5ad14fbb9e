import { sql, type Kysely } from 'kysely';
import { type z } from 'zod';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type base } from '../schema/base.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';
import { pickCounts } from './images.ts';
import { inProjects } from './in-projects.ts';

type Item = z.input<typeof base>;
type Counts = Parameters<typeof pickCounts>[0];

export interface BaseFilter {
  readonly projects: readonly number[];
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Row {
  readonly layer_id: number;
  readonly images: number;
  readonly layer: string;
  readonly created_by: string | null;
  readonly image: ScannedRow | null;
  readonly newer: (Partial<ScannedRow> & { readonly tag: string; readonly digest: string }) | null;
}

interface ScannedRow extends Counts {
  readonly digest: string;
  readonly name: string;
  readonly created_at: string | null;
}

/** Columns of {@link ScannedRow}, as JSON. */
const scannedJson = sql`
  jsonb_build_object('digest', s.digest, 'name', s.name, 'created_at', s.created_at, 'critical', s.critical, 'high', s.high, 'medium', s.medium, 'low', s.low,
    'negligible', s.negligible, 'unknown', s.unknown, 'fixable', s.fixable, 'urgent', s.urgent, 'exploited', s.exploited)`;

/** Bases of the images of these projects, those of most images first. Whether one is behind comes from the tags it once had. */
export async function listBases(
  db: Kysely<Tables>,
  keys: ServerKeys,
  { projects, limit, cursor }: BaseFilter,
): Promise<{ items: Item[]; next?: string }> {
  const after = readCursor(keys, 'bases', cursor);
  const { rows } = await sql<Row>`
    with used as (
      select i.base_layer_id as layer_id, count(*)::int as images from image i
      where ${inProjects('i.project_id', projects)} and i.base_layer_id is not null group by i.base_layer_id
    ), page as (
      select * from used ${after === undefined ? sql`` : sql`where (images, layer_id) < (${after[0]}, ${after[1]})`}
      order by images desc, layer_id desc limit ${limit + 1}
    )
    select page.layer_id, page.images, layer.identity as layer, made.created_by, own.json as image, newer.json as newer
    from page join layer on layer.id = page.layer_id
    left join lateral (select l.created_by from image_layer l where l.layer_id = page.layer_id and l.created_by is not null limit 1) made on true
    left join lateral (
      select s.id, s.digest, s.platform, s.project_id, ${scannedJson} as json from image_layer l join image s on s.id = l.image_id and ${inProjects('s.project_id', projects)}
      where l.layer_id = page.layer_id and not exists (select 1 from image_layer m where m.image_id = l.image_id and m.position > l.position)
      order by s.scanned_at desc, s.id desc limit 1
    ) own on true
    left join lateral (
      select jsonb_build_object('tag', r.registry || '/' || r.name || ':' || t.name, 'digest', t.digest) || coalesce((
        select ${scannedJson} - 'digest' from image s where s.project_id = r.project_id and (
          s.digest = t.digest
          or s.platform is not distinct from own.platform
            and s.digest in (select x.image_digest from index_image x where x.project_id = r.project_id and x.index_digest = t.digest))
        order by s.id desc limit 1), '{}') as json
      from tag_move moved join tag t on t.repository_id = moved.repository_id and t.name = moved.name join repository r on r.id = t.repository_id
      where r.project_id = own.project_id and moved.digest in (
          select own.digest union all select x.index_digest from index_image x where x.project_id = own.project_id and x.image_digest = own.digest)
        and t.digest <> moved.digest
      order by moved.id desc limit 1
    ) newer on true
    order by page.images desc, page.layer_id desc`.execute(db);
  return toPage(rows, limit, toItem, ({ images, layer_id }) => writeCursor(keys, 'bases', [images, layer_id]));
}

function toItem({ layer, images, created_by, image, newer }: Row): Item {
  return {
    layer,
    images,
    ...(created_by === null ? {} : { createdBy: created_by }),
    ...(image === null
      ? {}
      : { image: { digest: image.digest, name: image.name, ...toCreated(image.created_at), counts: pickCounts(image) } }),
    ...(newer === null
      ? {}
      : {
          newer: {
            tag: newer.tag,
            digest: newer.digest,
            ...toCreated(newer.created_at),
            ...(newer.name === undefined ? {} : { counts: pickCounts(newer as ScannedRow) }),
          },
        }),
  };
}

function toCreated(text: string | null | undefined): { created?: string } {
  return text === null || text === undefined ? {} : { created: new Date(text).toISOString() };
}
