import { sql, type Transaction } from 'kysely';
import { type DetectedDistribution } from '../../model/report.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { contextOf, type SplitReport, type SplitSet } from './split-report.ts';

type Db = Transaction<Tables>;

/** Writes sets, their packages and findings, and what is already there not again. Ids of the sets by hash. */
export async function saveSets(
  db: Db,
  split: SplitReport,
  distribution: DetectedDistribution | undefined,
  generation: number,
): Promise<ReadonlyMap<string, number>> {
  const hashes = split.sets.map(({ hash }) => hash);
  const before = new Map(
    hashes.length === 0
      ? []
      : (await db.selectFrom('package_set').select(['id', 'hash', 'generation']).where('hash', 'in', hashes).execute()).map((row) => [
          row.hash,
          row,
        ]),
  );
  const fresh = split.sets.filter(({ hash }) => !before.has(hash));
  const stale = split.sets.filter(({ hash }) => (before.get(hash)?.generation ?? generation) < generation);
  const ids = new Map([...before].map(([hash, { id }]) => [hash, id]));
  if (fresh.length + stale.length === 0) return ids;
  const packageIds = await savePackages(db, split, [...fresh, ...stale]);
  for (const set of fresh) ids.set(set.hash, await insertSet(db, set, distribution, generation, packageIds));
  await saveAdvisories(db, split, [...fresh, ...stale]);
  for (const set of [...fresh, ...stale]) await replaceFindings(db, ids.get(set.hash)!, set.findings, generation, packageIds);
  return ids;
}

/** In the order of their hashes, so that two transactions that write the same ones wait for each other, and not in a circle. */
async function savePackages(db: Db, { packages }: SplitReport, sets: readonly SplitSet[]): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(
    sets.flatMap(({ members }) => members.flatMap(({ package: name, owner }) => [name, ...(owner === undefined ? [] : [owner])])),
  );
  const rows = [...wanted].sort().map((name) => packages.get(name)!);
  const json = toJson(
    rows.map(({ hash, content }) => ({
      hash,
      ecosystem: content.ecosystem,
      release: content.release,
      name: content.name,
      version: content.version,
      purl: content.purl,
      content,
    })),
  );
  await sql`
    insert into package (hash, ecosystem, release, name, version, purl, content)
    select * from jsonb_to_recordset(${json}::jsonb) as p(hash text, ecosystem text, release text, name text, version text, purl text, content jsonb)
    on conflict do nothing`.execute(db);
  const keys = rows.flatMap(({ hash, keys: ofOne }) => ofOne.map((key) => ({ ...key, hash })));
  const keyJson = toJson(keys);
  await sql`
    insert into advisory_key (shard, name)
    select distinct shard, name from jsonb_to_recordset(${keyJson}::jsonb) as k(shard text, name text) order by shard, name
    on conflict do nothing`.execute(db);
  await sql`
    insert into package_key (key_id, package_id)
    select a.id, p.id from jsonb_to_recordset(${keyJson}::jsonb) as k(shard text, name text, hash text)
    join advisory_key a on a.shard = k.shard and a.name = k.name join package p on p.hash = k.hash
    order by 1, 2 on conflict do nothing`.execute(db);
  const stored = await db
    .selectFrom('package')
    .select(['id', 'hash'])
    .where('hash', 'in', [...wanted])
    .execute();
  return new Map(stored.map(({ id, hash }) => [hash, id]));
}

async function insertSet(
  db: Db,
  { hash, members }: SplitSet,
  distribution: DetectedDistribution | undefined,
  generation: number,
  packageIds: ReadonlyMap<string, number>,
): Promise<number> {
  const inserted = await db
    .insertInto('package_set')
    .values({
      hash,
      distribution: distribution === undefined ? null : toJson(distribution),
      generation,
      context: contextOf(distribution),
      packages: members.length,
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  // Another transaction stored it just now: its members are the same.
  if (inserted === undefined)
    return (await db.selectFrom('package_set').select('id').where('hash', '=', hash).executeTakeFirstOrThrow()).id;
  const rows = members.map(({ package: name, owner, paths }) => ({
    package_id: packageIds.get(name),
    owner_id: owner === undefined ? null : packageIds.get(owner),
    paths,
  }));
  await sql`
    insert into package_set_member (set_id, package_id, owner_id, paths)
    select ${inserted.id}, package_id, owner_id, paths from jsonb_to_recordset(${toJson(rows)}::jsonb) as m(package_id integer, owner_id integer, paths jsonb)`.execute(
    db,
  );
  return inserted.id;
}

/** Records and words of flaws; newer words replace older ones. */
export async function saveAdvisories(
  db: Db,
  { advisories, vulnerabilities }: Pick<SplitReport, 'advisories' | 'vulnerabilities'>,
  sets: readonly Pick<SplitSet, 'findings'>[],
): Promise<void> {
  const used = new Set(sets.flatMap(({ findings }) => findings.map(({ advisory }) => advisory)));
  const named = new Set(sets.flatMap(({ findings }) => findings.map(({ vulnerability }) => vulnerability)));
  if (used.size === 0) return;
  await sql`
    insert into advisory (id, content)
    select id, content from jsonb_to_recordset(${toJson([...used].sort().map((id) => ({ id, content: advisories.get(id) })))}::jsonb) as a(id text, content jsonb)
    on conflict do nothing`.execute(db);
  await sql`
    insert into vulnerability (id, title, description, enrichment)
    select id, title, description, coalesce(enrichment, '{}') from jsonb_to_recordset(${toJson([...named].sort().map((id) => ({ id, ...vulnerabilities.get(id) })))}::jsonb)
      as v(id text, title text, description text, enrichment jsonb)
    on conflict (id) do update set title = excluded.title, description = excluded.description, enrichment = excluded.enrichment, updated_at = now()
    where (vulnerability.title, vulnerability.description, vulnerability.enrichment) is distinct from (excluded.title, excluded.description, excluded.enrichment)`.execute(
    db,
  );
}

/** Makes these the findings of a set. Those that are gone stay, with the generation that ended them; those that are the same keep the generation in which they came. */
export async function replaceFindings(
  db: Db,
  setId: number,
  findings: SplitSet['findings'],
  generation: number,
  packageIds: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = findings.map(({ package: name, vulnerability, fingerprint, severity, lane, isExploited, fixedVersion, detail }) => ({
    package_id: packageIds.get(name),
    vulnerability,
    fingerprint,
    severity,
    lane,
    is_exploited: isExploited,
    fixed_version: fixedVersion,
    detail,
  }));
  // A set is changed by one transaction at a time.
  await sql`select id from package_set where id = ${setId} for update`.execute(db);
  await sql`
    with given as (
      select * from jsonb_to_recordset(${toJson(rows)}::jsonb)
        as f(package_id integer, vulnerability text, fingerprint text, severity smallint, lane smallint, is_exploited boolean, fixed_version text, detail jsonb)
    ), gone as (
      update set_finding f set gone_generation = ${generation} where f.set_id = ${setId} and f.gone_generation is null
        and not exists (select 1 from given g where g.package_id = f.package_id and g.vulnerability = f.vulnerability)
    )
    insert into set_finding (set_id, package_id, vulnerability, fingerprint, severity, lane, is_exploited, fixed_version, generation, detail)
    select ${setId}, package_id, vulnerability, fingerprint, severity, lane, is_exploited, fixed_version, ${generation}, detail from given
    on conflict (set_id, package_id, vulnerability) where gone_generation is null
    do update set fingerprint = excluded.fingerprint, severity = excluded.severity, lane = excluded.lane, is_exploited = excluded.is_exploited,
      fixed_version = excluded.fixed_version, detail = excluded.detail`.execute(db);
  await sql`update package_set s set generation = ${generation}, ${setCounts} from (${countFindings(sql`select * from set_finding where set_id = ${setId} and gone_generation is null`)}) c where s.id = ${setId}`.execute(
    db,
  );
}

/** Column by column from a count `c`. */
export const setCounts = sql.raw(
  ['critical', 'high', 'medium', 'low', 'negligible', 'unknown', 'fixable', 'urgent', 'exploited']
    .map((name) => `${name} = c.${name}`)
    .join(', '),
);

/** Different findings of some rows of `set_finding`, as the columns count them: what is not in the container counts nowhere. */
export function countFindings(rows: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`
    select count(distinct fingerprint) filter (where severity = 0)::int as critical, count(distinct fingerprint) filter (where severity = 1)::int as high,
      count(distinct fingerprint) filter (where severity = 2)::int as medium, count(distinct fingerprint) filter (where severity = 3)::int as low,
      count(distinct fingerprint) filter (where severity = 4)::int as negligible, count(distinct fingerprint) filter (where severity = 5)::int as unknown,
      count(distinct fingerprint) filter (where lane = 0)::int as fixable,
      count(distinct fingerprint) filter (where lane = 0 and severity <= 1 and (detail->>'gates')::boolean)::int as urgent,
      count(distinct fingerprint) filter (where is_exploited and (detail->>'gates')::boolean)::int as exploited
    from (${rows}) f where lane <> 3`;
}
