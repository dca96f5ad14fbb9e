import { sql, type Kysely } from 'kysely';
import { type z } from 'zod';
import { type FindingKind, lanes } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { type Suppression } from '../../model/suppression.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type finding } from '../schema/image.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';

export interface FindingFilter {
  readonly severity?: readonly (typeof severities)[number][] | undefined;
  readonly lane?: readonly (typeof lanes)[number][] | undefined;
  readonly kind?: FindingKind | undefined;
  /** Id or package, as part of it. */
  readonly search?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A row of {@link imageFindings}. */
export interface FindingRow {
  key: number | string;
  kind: FindingKind;
  id: string;
  fingerprint: string;
  severity: number;
  lane: number;
  is_exploited: boolean;
  fixed_version: string | null;
  title: string | null;
  package: string | null;
  version: string | null;
  purl: string | null;
  layer: number | null;
  paths: string[];
  generation: number | null;
  suppression: Suppression | null;
}

type Item = z.input<typeof finding>;

/** Findings of an image, the worst first: those of the sets of its layers, and what rules found. */
export async function listFindings(
  db: Kysely<Tables>,
  keys: ServerKeys,
  imageId: number,
  filter: FindingFilter,
): Promise<{ items: Item[]; next?: string }> {
  const after = readCursor(keys, `findings ${imageId}`, filter.cursor);
  const { rows } = await sql<FindingRow>`
    select f.*, s.detail as suppression from (${imageFindings(imageId)}) f left join suppressed_finding s on s.image_id = ${imageId} and s.fingerprint = f.fingerprint
    where true
      ${filter.severity === undefined ? sql`` : sql`and f.severity = any(${filter.severity.map((name) => severities.indexOf(name))}::int[])`}
      ${filter.lane === undefined ? sql`` : sql`and f.lane = any(${filter.lane.map((name) => lanes.indexOf(name))}::int[])`}
      ${filter.kind === undefined ? sql`` : sql`and f.kind = ${filter.kind}`}
      ${filter.search === undefined ? sql`` : sql`and position(lower(${filter.search}) in lower(f.id || ' ' || coalesce(f.package, ''))) > 0`}
      ${after === undefined ? sql`` : sql`and (f.severity, f.id collate "C", f.key) > (${after[0]}, ${after[1]}, ${after[2]}::bigint)`}
    order by f.severity, f.id collate "C", f.key limit ${filter.limit + 1}`.execute(db);
  return toPage(rows, filter.limit, toFinding, ({ severity, id, key }) =>
    writeCursor(keys, `findings ${imageId}`, [severity, id, String(key)]),
  );
}

/** What was found in an image. Keys of rules are negative, so that they are no vulnerability's. */
export function imageFindings(imageId: number): ReturnType<typeof sql> {
  return sql`
    select f.id as key, 'vulnerability' as kind, f.vulnerability as id, f.fingerprint, f.severity, f.lane, f.is_exploited, f.fixed_version, v.title,
      p.name as package, p.version, p.purl, l.position as layer, m.paths, f.generation
    from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null join package p on p.id = f.package_id
      join package_set_member m on m.set_id = f.set_id and m.package_id = f.package_id left join vulnerability v on v.id = f.vulnerability
    where l.image_id = ${imageId}
    union all
    select -r.id, r.kind, r.rule, r.fingerprint, r.severity, r.lane, false, null, r.detail->>'title', null, null, null,
      (r.detail->'locations'->0->>'layerIndex')::smallint, coalesce(jsonb_path_query_array(r.detail, '$.locations[*].path'), '[]'), null
    from rule_finding r where r.image_id = ${imageId}`;
}

export function toFinding(row: Omit<FindingRow, 'suppression'> & Partial<Pick<FindingRow, 'suppression'>>): Item {
  return {
    id: row.id,
    kind: row.kind,
    fingerprint: row.fingerprint,
    severity: severities[row.severity]!,
    lane: lanes[row.lane]!,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.package === null
      ? {}
      : { package: { name: row.package, ...(row.version === null ? {} : { version: row.version }), purl: row.purl ?? '' } }),
    ...(row.fixed_version === null ? {} : { fixedVersion: row.fixed_version }),
    isExploited: row.is_exploited,
    ...(row.layer === null ? {} : { layer: row.layer }),
    paths: row.paths,
    ...(row.generation === null ? {} : { generation: row.generation }),
    ...(row.suppression === null || row.suppression === undefined ? {} : { suppression: describe(row.suppression) }),
  };
}

function describe({ reason, origin, expiresOn, owner, ticket }: Suppression): NonNullable<Item['suppression']> {
  return {
    reason,
    origin,
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(owner === undefined ? {} : { owner }),
    ...(ticket === undefined ? {} : { ticket }),
  };
}
