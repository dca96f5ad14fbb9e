import { sql, type Kysely, type Transaction } from 'kysely';
import { type AdvisoryStore } from '../../advisory/store/advisory-store.ts';
import { matchAnew } from '../../scan/match-anew.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { groupBy } from '../group-by.ts';
import { saveAdvisories, setCounts, countFindings } from './save-sets.ts';
import { describeVulnerabilities, type PackageContent, shortHash, type SplitFinding, toSplitFinding } from './split-report.ts';

export interface Rematched {
  /** Sets that have other findings now. */
  readonly sets: readonly number[];
  /** Findings that were not there before. */
  readonly introduced: readonly IntroducedFinding[];
}

export interface IntroducedFinding {
  readonly set_id: number;
  readonly package_id: number;
  readonly vulnerability: string;
  readonly severity: number;
  readonly lane: number;
  readonly is_exploited: boolean;
  readonly fixed_version: string | null;
}

/** A package as sets have it: with an owner, in a distribution. What is wrong with it is the same in each such set, so it is matched once. */
interface Place {
  readonly no: number;
  readonly package_id: number;
  readonly owner_id: number | null;
  readonly context: string;
  readonly content: PackageContent;
  readonly owner: PackageContent | null;
  readonly distribution: DetectedDistribution | null;
}

/** Matches every stored package that one of these keys is about, wherever it is. */
export async function rematchKeys(
  db: Transaction<Tables>,
  store: AdvisoryStore,
  keyIds: readonly number[],
  options: { readonly generation: number; readonly now: Date },
): Promise<Rematched> {
  const places = await findPlaces(db, keyIds);
  if (places.length === 0) return { sets: [], introduced: [] };
  const findings = await matchPlaces(places, store, options.now);
  return applyFindings(db, places, findings, options.generation);
}

async function findPlaces(db: Kysely<Tables>, keyIds: readonly number[]): Promise<readonly Place[]> {
  const { rows } = await sql<Omit<Place, 'no'>>`
    with about as (select distinct package_id from package_key where key_id = any(${[...keyIds]}::int[])), places as (
      select distinct m.package_id, m.owner_id, s.context from package_set_member m join package_set s on s.id = m.set_id
      where m.package_id in (select package_id from about) or m.owner_id in (select package_id from about)
    )
    select l.package_id, l.owner_id, l.context, p.content, o.content as owner, (select s.distribution from package_set s where s.context = l.context limit 1) as distribution
    from places l join package p on p.id = l.package_id left join package o on o.id = l.owner_id`.execute(db);
  return rows.map((row, no) => ({ no, ...row }));
}

interface PlacedFinding extends SplitFinding {
  readonly place: number;
}

interface Matched {
  readonly findings: readonly PlacedFinding[];
  readonly advisories: ReadonlyMap<string, object>;
  readonly vulnerabilities: ReturnType<typeof describeVulnerabilities>;
}

/** By distribution: the rest of a package's surroundings says nothing about it. */
async function matchPlaces(places: readonly Place[], store: AdvisoryStore, now: Date): Promise<Matched> {
  const byContext = groupBy(places, ({ context }) => context);
  const findings: PlacedFinding[] = [];
  const advisories = new Map<string, object>();
  const vulnerabilities = new Map<string, { readonly enrichment: object }>();
  for (const ofOne of byContext.values()) {
    const distribution = ofOne[0]!.distribution;
    const packages = ofOne.flatMap(toPackages);
    const placeOf = new Map(ofOne.map((place) => [placeId(place), place]));
    const matched = await matchAnew({ packages, ...(distribution === null ? {} : { distribution }) }, store, now);
    for (const finding of matched.findings) {
      const advisory = shortHash(JSON.stringify(finding.advisory));
      advisories.set(advisory, finding.advisory);
      for (const place of placesOf(finding, placeOf)) {
        const found = { ...place.content, id: '', locations: [], layerIndex: 0, dependencies: [] };
        findings.push({ ...toSplitFinding(finding, '', found, advisory), place: place.no });
      }
    }
    for (const [id, words] of describeVulnerabilities(matched)) vulnerabilities.set(id, words);
  }
  return { findings, advisories, vulnerabilities };
}

function placesOf(finding: VulnerabilityFinding, places: ReadonlyMap<string, Place>): readonly Place[] {
  return [finding.packageId, ...finding.otherPackageIds].flatMap((id) => places.get(id) ?? []);
}

function placeId({ no }: Place): string {
  return `place ${no}`;
}

/** The package, and its owner under an id that is no place's: its findings are not asked for here. */
function toPackages(place: Place): readonly Package[] {
  const { content, owner, no } = place;
  const bare = { locations: [{ path: 'stored', layerIndex: 0 }], layerIndex: 0, dependencies: [] };
  const found = { ...content, ...bare, id: placeId(place) };
  return owner === null
    ? [found]
    : [
        { ...found, ownedBy: `owner ${no}` },
        { ...owner, ...bare, id: `owner ${no}` },
      ];
}

async function applyFindings(
  db: Transaction<Tables>,
  places: readonly Place[],
  { findings, advisories, vulnerabilities }: Matched,
  generation: number,
): Promise<Rematched> {
  await saveAdvisories(db, { advisories, vulnerabilities }, [{ findings }]);
  const placeRows = places.map(({ no, package_id, owner_id, context }) => ({ no, package_id, owner_id, context }));
  const rows = findings.map(({ place, vulnerability, fingerprint, severity, lane, isExploited, fixedVersion, detail }) => ({
    place,
    vulnerability,
    fingerprint,
    severity,
    lane,
    is_exploited: isExploited,
    fixed_version: fixedVersion,
    detail,
  }));
  await sql`create temporary table if not exists rematch_place (no integer, set_id integer, package_id integer) on commit delete rows`.execute(
    db,
  );
  await sql`
    insert into rematch_place
    select l.no, m.set_id, m.package_id from jsonb_to_recordset(${toJson(placeRows)}::jsonb) as l(no integer, package_id integer, owner_id integer, context text)
    join package_set_member m on m.package_id = l.package_id and m.owner_id is not distinct from l.owner_id
    join package_set s on s.id = m.set_id and s.context = l.context`.execute(db);
  await sql`select id from package_set where id in (select set_id from rematch_place) order by id for update`.execute(db);
  await sql`
    create temporary table if not exists rematch_finding
      (place integer, vulnerability text, fingerprint text, severity smallint, lane smallint, is_exploited boolean, fixed_version text, detail jsonb) on commit delete rows`.execute(
    db,
  );
  await sql`
    insert into rematch_finding select * from jsonb_to_recordset(${toJson(rows)}::jsonb)
      as f(place integer, vulnerability text, fingerprint text, severity smallint, lane smallint, is_exploited boolean, fixed_version text, detail jsonb)`.execute(
    db,
  );
  await sql`analyze rematch_place, rematch_finding`.execute(db);
  const gone = await sql<{ set_id: number }>`
    update set_finding f set gone_generation = ${generation} from rematch_place t
    where f.set_id = t.set_id and f.package_id = t.package_id and f.gone_generation is null
      and not exists (select 1 from rematch_finding g where g.place = t.no and g.vulnerability = f.vulnerability)
    returning f.set_id`.execute(db);
  const changed = await sql<IntroducedFinding & { is_new: boolean }>`
    insert into set_finding as f (set_id, package_id, vulnerability, fingerprint, severity, lane, is_exploited, fixed_version, generation, detail)
    select t.set_id, t.package_id, g.vulnerability, g.fingerprint, g.severity, g.lane, g.is_exploited, g.fixed_version, ${generation}, g.detail
    from rematch_place t join rematch_finding g on g.place = t.no
    on conflict (set_id, package_id, vulnerability) where gone_generation is null
    do update set fingerprint = excluded.fingerprint, severity = excluded.severity, lane = excluded.lane, is_exploited = excluded.is_exploited,
      fixed_version = excluded.fixed_version, detail = excluded.detail
    where (f.severity, f.lane, f.is_exploited, f.fixed_version, f.detail) is distinct from (excluded.severity, excluded.lane, excluded.is_exploited, excluded.fixed_version, excluded.detail)
    returning set_id, package_id, vulnerability, severity, lane, is_exploited, fixed_version, xmax = 0 as is_new`.execute(db);
  const sets = [...new Set([...gone.rows, ...changed.rows].map(({ set_id }) => set_id))].sort((a, b) => a - b);
  await countSets(db, sets);
  return { sets, introduced: changed.rows.filter(({ is_new }) => is_new) };
}

/** Counts the findings of sets again, in one query. */
export async function countSets(db: Transaction<Tables>, sets: readonly number[]): Promise<void> {
  await sql`
    update package_set s set ${setCounts} from (
      select n.id, k.* from unnest(${[...sets]}::int[]) as n(id), lateral (${countFindings(sql`select * from set_finding where set_id = n.id and gone_generation is null`)}) k
    ) c where s.id = c.id`.execute(db);
}
