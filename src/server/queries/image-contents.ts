import { sql, type Kysely } from 'kysely';
import { type Advisory, type Enrichment } from '../../model/advisory.ts';
import { type Lane, lanes } from '../../model/finding.ts';
import { type Issue } from '../../model/issue.ts';
import { type DetectedDistribution, type ScanTarget } from '../../model/report.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type FindingDetail, type PackageContent } from '../ingest/split-report.ts';

/** What is known of an image now: its packages, and their vulnerabilities as matched with the newest advisories. */
export interface ImageContents {
  readonly id: number;
  readonly digest: string;
  readonly name: string;
  readonly distribution?: DetectedDistribution;
  readonly target: ScanTarget;
  readonly issues: readonly Issue[];
  readonly completeness: string;
  readonly scannedAt: Date;
  readonly judgedAt: Date;
  /** Base first. */
  readonly layers: readonly {
    readonly position: number;
    readonly digest?: string;
    readonly diffId?: string;
    readonly createdBy?: string;
  }[];
  readonly packages: readonly ContainedPackage[];
  readonly vulnerabilities: readonly ContainedVulnerability[];
}

/** A package as one layer brings it: the same in another layer is another. */
export interface ContainedPackage {
  readonly id: number;
  readonly layer: number;
  readonly paths: readonly string[];
  readonly content: PackageContent;
}

/** A vulnerability of a package; what is `not-applicable`, and what the project suppressed, is left out. */
export interface ContainedVulnerability {
  /** Of the packages. */
  readonly packageId: number;
  readonly layer: number;
  /** Its CVE where it has one. */
  readonly id: string;
  readonly severity: Severity;
  readonly lane: Lane;
  readonly fixedVersion?: string;
  readonly title?: string;
  readonly description?: string;
  readonly detail: FindingDetail;
  readonly advisory: Omit<Advisory, 'affected'>;
  readonly enrichment: Enrichment;
}

/** `undefined` where the image is gone. */
export async function readContents(db: Kysely<Tables>, imageId: number): Promise<ImageContents | undefined> {
  const image = await db
    .selectFrom('image')
    .select(['id', 'digest', 'name', 'target', 'issues', 'completeness', 'scanned_at', 'judged_at'])
    .where('id', '=', imageId)
    .executeTakeFirst();
  if (image === undefined) return undefined;
  const target = image.target as ScanTarget;
  const { distribution } = target;
  const [layers, packages, vulnerabilities] = [
    await readLayers(db, imageId),
    await readPackages(db, imageId),
    await readFound(db, imageId),
  ];
  return {
    id: image.id,
    digest: image.digest,
    name: image.name,
    target,
    ...(distribution === undefined ? {} : { distribution }),
    issues: image.issues as readonly Issue[],
    completeness: image.completeness,
    scannedAt: image.scanned_at,
    judgedAt: image.judged_at,
    layers,
    packages,
    vulnerabilities,
  };
}

async function readLayers(db: Kysely<Tables>, imageId: number): Promise<ImageContents['layers']> {
  const rows = await db
    .selectFrom('image_layer')
    .innerJoin('layer', 'layer.id', 'image_layer.layer_id')
    .select(['position', 'digest', 'diff_id', 'created_by'])
    .where('image_id', '=', imageId)
    .orderBy('position')
    .execute();
  return rows.map(({ position, digest, diff_id, created_by }) => ({
    position,
    ...(digest === null ? {} : { digest }),
    ...(diff_id === null ? {} : { diffId: diff_id }),
    ...(created_by === null ? {} : { createdBy: created_by }),
  }));
}

async function readPackages(db: Kysely<Tables>, imageId: number): Promise<readonly ContainedPackage[]> {
  const { rows } = await sql<{ id: number; layer: number; paths: string[]; content: PackageContent }>`
    select p.id, l.position as layer, m.paths, p.content
    from image_layer l join package_set_member m on m.set_id = l.set_id join package p on p.id = m.package_id
    where l.image_id = ${imageId} order by p.name collate "C", p.version collate "C", p.id, l.position`.execute(db);
  return rows;
}

interface FoundRow {
  package_id: number;
  layer: number;
  id: string;
  severity: number;
  lane: number;
  fixed_version: string | null;
  title: string | null;
  description: string | null;
  enrichment: Enrichment | null;
  detail: FindingDetail;
  advisory: Omit<Advisory, 'affected'> | null;
}

async function readFound(db: Kysely<Tables>, imageId: number): Promise<readonly ContainedVulnerability[]> {
  const { rows } = await sql<FoundRow>`
    select f.package_id, l.position as layer, f.vulnerability as id, f.severity, f.lane, f.fixed_version, v.title, v.description, v.enrichment, f.detail, a.content as advisory
    from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null
      left join vulnerability v on v.id = f.vulnerability left join advisory a on a.id = f.detail->>'advisory'
    where l.image_id = ${imageId} and f.lane <> ${lanes.indexOf('not-applicable')}
      and not exists (select 1 from suppressed_finding s where s.image_id = ${imageId} and s.fingerprint = f.fingerprint)
    order by f.severity, f.vulnerability collate "C", f.package_id, l.position`.execute(db);
  return rows.map(({ package_id, severity, lane, fixed_version, title, description, enrichment, advisory, ...row }) => ({
    ...row,
    packageId: package_id,
    severity: severities[severity]!,
    lane: lanes[lane]!,
    ...(fixed_version === null ? {} : { fixedVersion: fixed_version }),
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
    enrichment: enrichment ?? {},
    advisory: advisory ?? { id: row.id, sourceId: 'unknown', aliases: [], covers: [], severities: [], references: [] },
  }));
}
