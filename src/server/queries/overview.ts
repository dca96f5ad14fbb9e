import { sql, type Kysely } from 'kysely';
import { type z } from 'zod';
import { ecosystem as ecosystemRow, ecosystems, type EcosystemId } from '../../model/ecosystem.ts';
import { lanes } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { versionSchemes } from '../../version/version-schemes.ts';
import { type overview } from '../schema/overview.ts';
import { inProjects } from './in-projects.ts';

type Overview = z.input<typeof overview>;

const shownFixes = 5;
const shownNews = 10;
const shownBlindSpots = 5;

/** Everything that a first look at these projects needs, each part one query. */
export async function readOverview(db: Kysely<Tables>, projects: readonly number[]): Promise<Omit<Overview, 'jobs'>> {
  const [images, fixes, news, blindSpots, last] = await Promise.all([
    countImages(db, projects),
    listFixes(db, projects),
    listNews(db, projects),
    listBlindSpots(db, projects),
    db.selectFrom('generation').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow(),
  ]);
  return { images, fixes, news, blindSpots, advisories: { generation: last.id, at: last.at.toISOString() } };
}

async function countImages(db: Kysely<Tables>, projects: readonly number[]): Promise<Overview['images']> {
  const { rows } = await sql<Overview['images']>`
    select count(*)::int as total, count(*) filter (where verdict = 'fail')::int as failing, count(*) filter (where urgent > 0)::int as urgent,
      count(*) filter (where exploited > 0)::int as exploited, count(*) filter (where has_gaps)::int as incomplete
    from image where ${inProjects('project_id', projects)}`.execute(db);
  return rows[0]!;
}

const fixNow = lanes.indexOf('fix-now');
const lastUrgent = severities.indexOf('high');

async function listFixes(db: Kysely<Tables>, projects: readonly number[]): Promise<Overview['fixes']> {
  const { rows } = await sql<{
    ecosystem: string;
    name: string;
    versions: string[];
    vulnerabilities: number;
    findings: number;
    images: number;
    exploited: boolean;
  }>`
    select p.ecosystem, p.name, array_agg(distinct f.fixed_version) as versions, count(distinct f.vulnerability)::int as vulnerabilities,
      count(distinct (f.vulnerability, i.id))::int as findings, count(distinct i.id)::int as images, bool_or(f.is_exploited) as exploited
    from image i join image_layer l on l.image_id = i.id join set_finding f on f.set_id = l.set_id join package p on p.id = f.package_id
    where ${inProjects('i.project_id', projects)} and f.gone_generation is null and f.lane = ${fixNow} and f.severity <= ${lastUrgent} and f.fixed_version is not null
    group by p.ecosystem, p.name order by bool_or(f.is_exploited) desc, findings desc, p.name limit ${shownFixes}`.execute(db);
  return rows.map(({ versions, exploited, ...row }) => {
    const version = highestOf(row.ecosystem, versions);
    return { ...row, isExploited: exploited, ...(version === undefined ? {} : { version }) };
  });
}

/** Absent where their order is not known. */
function highestOf(ecosystem: string, versions: readonly string[]): string | undefined {
  if (!Object.hasOwn(ecosystems, ecosystem)) return undefined;
  const scheme = versionSchemes[ecosystemRow(ecosystem as EcosystemId).versionScheme];
  if (!versions.every((version) => scheme.isValid(version))) return undefined;
  return versions.reduce((highest, version) => (scheme.compare(version, highest) > 0 ? version : highest), versions[0] ?? '');
}

async function listNews(db: Kysely<Tables>, projects: readonly number[]): Promise<Overview['news']> {
  const { rows } = await sql<{ id: string; title: string | null; severity: number; first_seen_at: Date; images: number }>`
    select v.id, v.title, min(f.severity)::int as severity, v.first_seen_at, count(distinct i.id)::int as images
    from (select * from vulnerability order by first_seen_at desc, id limit 200) v
    join set_finding f on f.vulnerability = v.id and f.gone_generation is null join image_layer l on l.set_id = f.set_id join image i on i.id = l.image_id
    where ${inProjects('i.project_id', projects)}
    group by v.id, v.title, v.first_seen_at order by v.first_seen_at desc, severity, v.id limit ${shownNews}`.execute(db);
  return rows.map(({ id, title, severity, first_seen_at, images }) => ({
    id,
    ...(title === null ? {} : { title }),
    severity: severities[severity]!,
    firstSeenAt: first_seen_at.toISOString(),
    images,
  }));
}

async function listBlindSpots(db: Kysely<Tables>, projects: readonly number[]): Promise<Overview['blindSpots']> {
  const { rows } = await sql<Overview['blindSpots'][number]>`
    select digest, name, completeness, jsonb_array_length(issues)::int as issues from image
    where ${inProjects('project_id', projects)} and has_gaps order by scanned_at desc, id desc limit ${shownBlindSpots}`.execute(db);
  return rows;
}
