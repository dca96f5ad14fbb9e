import { gzipSync } from 'node:zlib';
import { sql, type Transaction } from 'kysely';
import { hash } from 'node:crypto';
import { lanes } from '../../model/finding.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ScanReport } from '../../model/report.ts';
import { severityRank } from '../../model/severity.ts';
import { imageOrigins, type ImageOrigin, type Tables } from '../../postgres/tables.ts';
import { toJson, toText } from '../../postgres/to-json.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { writeJson } from '../../report/json/write-json.ts';
import { saveSuppressed } from './save-suppressed.ts';
import { countFindings, saveSets, setCounts } from './save-sets.ts';
import { splitReport } from './split-report.ts';

export interface SaveOptions {
  readonly project: number;
  readonly toolVersion: string;
  /** Of the advisories that answered; see `noteAdvisories`. */
  readonly generation: number;
  readonly now: Date;
  readonly origin?: ImageOrigin;
}

export interface SavedImage {
  readonly id: number;
  readonly digest: string;
  readonly verdict: string;
}

/**
 * Stores a report as the last answer about its image. A report in which nothing could be read never replaces one that has content: the caller keeps it as a scan
 * that failed.
 */
export async function saveReport(db: Transaction<Tables>, judged: JudgedReport, options: SaveOptions): Promise<SavedImage> {
  const { report, decision } = judged;
  const known = await findSurer(db, options, digestOf(report));
  if (known !== undefined) return { id: known, digest: digestOf(report), verdict: decision.verdict };
  const split = splitReport(report);
  const sets = await saveSets(db, split, report.target.distribution, options.generation);
  const digest = digestOf(report);
  const row = {
    platform: report.target.platform === undefined ? null : formatPlatform(report.target.platform),
    name: toText(report.target.name),
    target: toJson(report.target),
    issues: toJson(report.issues),
    completeness: report.completeness,
    has_gaps: report.completeness === 'none' || report.issues.some(({ severity }) => severity === 'error'),
    advisories: toJson(report.advisories),
    verdict: decision.verdict,
    statements: toJson(decision.statements),
    created_at:
      report.target.created === undefined || Number.isNaN(Date.parse(report.target.created)) ? null : new Date(report.target.created),
    scanned_at: options.now,
    judged_at: options.now,
    duration_ms: report.durationMs,
    packages: report.packages.length,
    has_overlap: split.hasOverlap,
    origin: options.origin ?? 'pulled',
  };
  const { id } = await db
    .insertInto('image')
    .values({ project_id: options.project, digest, ...row })
    .onConflict((conflict) => conflict.columns(['project_id', 'digest']).doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  await saveLayers(db, id, report, options, new Map(split.sets.map(({ layerIndex, hash: name }) => [layerIndex, sets.get(name)!])));
  await saveRuleFindings(db, id, report);
  await saveSuppressed(db, id, report);
  await countImages(db, [id]);
  const bytes = compressReport(judged, options.toolVersion);
  await db
    .insertInto('image_report')
    .values({ image_id: id, report: bytes })
    .onConflict((conflict) => conflict.column('image_id').doUpdateSet({ report: bytes }))
    .execute();
  return { id, digest, verdict: decision.verdict };
}

/** A report as `pratique scan --format json` writes it, compressed. */
export function compressReport(judged: JudgedReport, toolVersion: string): Buffer {
  return gzipSync([...writeJson([judged], { toolVersion, width: 80, useColor: false, isVerbose: true })].join(''));
}

/** An image of this digest about which more is known: what a client says of it does not replace what the server read itself. */
async function findSurer(
  db: Transaction<Tables>,
  { project, origin = 'pulled' }: SaveOptions,
  digest: string,
): Promise<number | undefined> {
  const surer = imageOrigins.slice(0, imageOrigins.indexOf(origin));
  if (surer.length === 0) return undefined;
  const row = await db
    .selectFrom('image')
    .select('id')
    .where('project_id', '=', project)
    .where('digest', '=', digest)
    .where('origin', 'in', surer)
    .executeTakeFirst();
  return row?.id;
}

/** Of the manifest; of an SBOM, of its packages. */
function digestOf({ target, packages }: ScanReport): string {
  return target.manifestDigest ?? target.configDigest ?? `sha256:${hash('sha256', packages.map(({ id }) => id).join('\n'))}`;
}

/** An SBOM has packages and no layers: one stands for all. */
async function saveLayers(
  db: Transaction<Tables>,
  imageId: number,
  report: ScanReport,
  { project, origin }: SaveOptions,
  sets: ReadonlyMap<number, number>,
): Promise<void> {
  // What a client says of a layer is not what other projects see of it.
  const owner = origin === undefined || origin === 'pulled' ? '' : `submitted:${project}:`;
  const listed = report.target.layers.map(({ index, digest, diffId, compressedBytes, createdBy, broughtBy }) => ({
    position: index,
    identity: diffId === undefined && digest === undefined ? `position:${imageId}:${index}` : `${owner}${diffId ?? digest}`,
    digest,
    diff_id: diffId,
    size: compressedBytes,
    created_by: createdBy?.slice(0, 2_000),
    brought_by: broughtBy,
    set_id: sets.get(index),
  }));
  const places = new Set(listed.map(({ position }) => position));
  const others = [...sets]
    .filter(([index]) => !places.has(index))
    .map(([index, set_id]) => ({ position: index, identity: `position:${imageId}:${index}`, brought_by: 'unknown', set_id }));
  const json = toJson([...listed, ...others]);
  await sql`
    insert into layer (identity, digest, diff_id, size)
    select distinct on (identity) identity, digest, diff_id, size from jsonb_to_recordset(${json}::jsonb) as l(identity text, digest text, diff_id text, size bigint) order by identity
    on conflict do nothing`.execute(db);
  await db.deleteFrom('image_layer').where('image_id', '=', imageId).execute();
  await sql`
    insert into image_layer (image_id, position, layer_id, set_id, created_by, brought_by)
    select ${imageId}, l.position, layer.id, l.set_id, l.created_by, l.brought_by
    from jsonb_to_recordset(${json}::jsonb) as l(position smallint, identity text, set_id integer, created_by text, brought_by text) join layer on layer.identity = l.identity`.execute(
    db,
  );
  await sql`
    update image set base_layer_id = (
      select l.layer_id from image_layer l where l.image_id = ${imageId} and l.brought_by = 'base' order by l.position desc limit 1)
    where id = ${imageId}`.execute(db);
}

async function saveRuleFindings(db: Transaction<Tables>, imageId: number, { findings }: ScanReport): Promise<void> {
  await db.deleteFrom('rule_finding').where('image_id', '=', imageId).execute();
  const rows = findings
    .filter((finding) => finding.kind !== 'vulnerability')
    .map((finding) => ({
      kind: finding.kind,
      rule: finding.ruleId,
      fingerprint: finding.fingerprint,
      severity: severityRank(finding.severity),
      lane: lanes.indexOf(finding.lane),
      detail: finding,
    }));
  if (rows.length === 0) return;
  await sql`
    insert into rule_finding (image_id, kind, rule, fingerprint, severity, lane, detail)
    select ${imageId}, kind, rule, fingerprint, severity, lane, detail
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as r(kind text, rule text, fingerprint text, severity smallint, lane smallint, detail jsonb)`.execute(
    db,
  );
}

/**
 * Counts the vulnerabilities of images from those of their sets. Where two sets of an image can have the same finding, from the findings themselves; `has_overlap`
 * says where.
 */
export async function countImages(db: Transaction<Tables>, imageIds: readonly number[]): Promise<void> {
  const ids = [...imageIds];
  await sql`
    update image i set ${setCounts}, judged_at = greatest(i.judged_at, now()) from (
      select l.image_id, ${sql.raw(countNames.map((name) => `coalesce(sum(s.${name}), 0)::int as ${name}`).join(', '))}
      from image_layer l left join package_set s on s.id = l.set_id where l.image_id = any(${ids}::int[]) group by l.image_id
    ) c where i.id = c.image_id and not i.has_overlap`.execute(db);
  const { rows } = await sql<{ id: number }>`select id from image where id = any(${ids}::int[]) and has_overlap`.execute(db);
  for (const { id } of rows)
    await sql`update image i set ${setCounts} from (${countFindings(
      sql`select f.* from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null where l.image_id = ${id}`,
    )}) c where i.id = ${id}`.execute(db);
}

export const countNames = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown', 'fixable', 'urgent', 'exploited'] as const;
