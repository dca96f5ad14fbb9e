import { hash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { contextOf } from '../../src/server/ingest/split-report.ts';
import { type Tables } from '../../src/postgres/tables.ts';

const packages = 1_000_000;
const names = 200_000;
const baseSets = 500;
const middleSets = 20_000;
const sets = 100_000;

/**
 * A million package versions of 200,000 names, 100,000 package sets, and images of three layers: one of 500 bases, of which few are very common; one of 20,000 middles; one of 79,500 of their
 * own. A base has 200 packages, the others 20; every tenth package has a finding.
 */
export async function fillDatabase(db: Kysely<Tables>, images: number): Promise<void> {
  const noFacts = hash('sha256', '[]').slice(0, 32);
  const context = contextOf(undefined);
  const steps: readonly [string, string][] = [
    ['packages', `insert into package (hash, ecosystem, name, version, purl, content) select md5('p' || g), 'npm', 'p' || g % ${names}, '1.' || g / ${names} || '.0', 'pkg:npm/p' || g % ${names} || '@1.' || g / ${names} || '.0',
      jsonb_build_object('purl', 'pkg:npm/p' || g % ${names} || '@1.' || g / ${names} || '.0', 'ecosystem', 'npm', 'name', 'p' || g % ${names}, 'version', '1.' || g / ${names} || '.0', 'evidence', 'file', 'licenses', '[]'::jsonb) from generate_series(0, ${packages - 1}) g`],
    ['keys', `insert into advisory_key (shard, name, facts_hash) select 'npm', 'p' || g, '${noFacts}' from generate_series(0, ${names - 1}) g`],
    ['package keys', `insert into package_key (key_id, package_id) select k.id, p.id from package p join advisory_key k on k.shard = 'npm' and k.name = p.name`],
    ['sets', `insert into package_set (hash, generation, packages, context) select md5('s' || g), 1, case when g < ${baseSets} then 200 else 20 end, '${context}' from generate_series(0, ${sets - 1}) g`],
    ['members', `insert into package_set_member (set_id, package_id, paths) select s.id, 1 + ((s.id::bigint * 7919 + n * 104729) % ${packages})::int, '["app/package.json"]' from package_set s, generate_series(1, 200) n where n <= s.packages on conflict do nothing`],
    ['vulnerabilities', `insert into vulnerability (id, title) select 'CVE-MADE-' || g, 'made up' from generate_series(0, 999) g`],
    ['findings', `insert into set_finding (set_id, package_id, vulnerability, fingerprint, severity, lane, is_exploited, fixed_version, generation, detail)
      select m.set_id, m.package_id, 'CVE-MADE-' || m.package_id / 10 % 1000, md5(m.package_id::text), m.package_id / 10 % 5, m.package_id / 10 % 3, false, '9.9.9', 1, '{"gates": true, "advisory": "x"}' from package_set_member m where m.package_id % 10 = 0`],
    ['counts of sets', `update package_set s set critical = c.c0, high = c.c1, medium = c.c2, low = c.c3, negligible = c.c4, fixable = c.f, urgent = c.u from (
      select set_id, count(*) filter (where severity = 0)::int c0, count(*) filter (where severity = 1)::int c1, count(*) filter (where severity = 2)::int c2, count(*) filter (where severity = 3)::int c3,
        count(*) filter (where severity = 4)::int c4, count(*) filter (where lane = 0)::int f, count(*) filter (where lane = 0 and severity <= 1)::int u from set_finding group by 1) c where s.id = c.set_id`],
    ['layers', `insert into layer (identity) select 'l' || g from generate_series(1, ${sets}) g`],
    ['images', `insert into image (project_id, digest, platform, name, target, completeness, advisories, verdict, scanned_at, judged_at, packages, critical, high, medium, low, negligible, fixable, urgent)
      select 1, 'sha256:' || encode(sha256(g::text::bytea), 'hex'), 'linux/amd64', 'registry.invalid/team' || g % 1000 || '/app' || g || ':1', '{"scheme":"registry","layers":[]}', 'complete', '{}',
        case when b.urgent + m.urgent + a.urgent > 0 then 'fail' else 'pass' end, now() - g * interval '1 second', now(), 240,
        b.critical + m.critical + a.critical, b.high + m.high + a.high, b.medium + m.medium + a.medium, b.low + m.low + a.low, b.negligible + m.negligible + a.negligible, b.fixable + m.fixable + a.fixable, b.urgent + m.urgent + a.urgent
      from generate_series(0, ${images - 1}) g
        join package_set b on b.id = ${baseOf('g')} join package_set m on m.id = ${middleOf('g')} join package_set a on a.id = ${ownOf('g')}`],
    ['layers of images', `insert into image_layer (image_id, position, layer_id, set_id, brought_by) select g + (select min(id) from image), n, s, s, case n when 0 then 'base' else 'own' end
      from generate_series(0, ${images - 1}) g, lateral (values (0, ${baseOf('g')}), (1, ${middleOf('g')}), (2, ${ownOf('g')})) v(n, s)`],
  ]; // prettier-ignore
  for (const [what, statement] of steps) {
    const start = performance.now();
    await db.connection().execute(async (connection) => {
      await sql`set statement_timeout = 0`.execute(connection);
      await sql`set synchronous_commit = off`.execute(connection);
      await sql.raw(statement).execute(connection);
    });
    process.stdout.write(`  ${what}: ${((performance.now() - start) / 1_000).toFixed(1)} s\n`);
  }
  await sql`analyze`.execute(db);
}

/** Few bases are very common: the first has a tenth of all images. */
function baseOf(image: string): string {
  return `(1 + floor(${baseSets} * power((${image}::bigint * 7919 % 10007) / 10007.0, 3)))::int`;
}

function middleOf(image: string): string {
  return `(1 + ${baseSets} + ${image} % ${middleSets})::int`;
}

function ownOf(image: string): string {
  return `(1 + ${baseSets + middleSets} + ${image} % ${sets - baseSets - middleSets})::int`;
}
