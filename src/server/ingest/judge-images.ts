import { sql, type Transaction } from 'kysely';
import { describeGate } from '../../policy/describe-gate.ts';
import { severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { hasOwnPolicy, policySettings, type PolicySettings } from '../policy/policy-of.ts';
import { type JudgedImage } from './judged-image.ts';
import { judgeByPolicy } from './judge-by-policy.ts';
import { countImages } from './save-report.ts';

const pageSize = 5_000;

/** Counts and judges every image that has one of these sets; those whose verdict is another now. */
export async function judgeImagesOf(db: Transaction<Tables>, sets: readonly number[]): Promise<readonly JudgedImage[]> {
  if (sets.length === 0) return [];
  const { rows } = await sql<{
    id: number;
  }>`select distinct image_id as id from image_layer where set_id = any(${[...sets]}::int[]) order by 1`.execute(db);
  const changed: JudgedImage[] = [];
  for (let at = 0; at < rows.length; at += pageSize)
    changed.push(
      ...(await judgeImages(
        db,
        rows.slice(at, at + pageSize).map(({ id }) => id),
      )),
    );
  return changed;
}

/** Judges every image of a project again, as after a change of its policy. */
export async function judgeImagesOfProject(db: Transaction<Tables>, project: number): Promise<readonly JudgedImage[]> {
  const rows = await db.selectFrom('image').select('id').where('project_id', '=', project).orderBy('id').execute();
  const changed: JudgedImage[] = [];
  for (let at = 0; at < rows.length; at += pageSize)
    changed.push(
      ...(await judgeImages(
        db,
        rows.slice(at, at + pageSize).map(({ id }) => id),
      )),
    );
  return changed;
}

async function judgeImages(db: Transaction<Tables>, ids: readonly number[]): Promise<readonly JudgedImage[]> {
  await countImages(db, ids);
  const projects = await sql<{ id: number; policy: unknown }>`
    select id, policy from project where id in (select project_id from image where id = any(${[...ids]}::int[]))`.execute(db);
  const changed: JudgedImage[] = [];
  for (const { id, policy } of projects.rows) {
    const judged = (await hasOwnPolicy(db, id))
      ? await judgeByPolicy(db, id, ids, new Date())
      : await judgeProject(db, id, policySettings.parse(policy), ids);
    changed.push(...judged);
  }
  return changed;
}

/** What `flagPolicy` says of a report, as a query: the same findings fail it. */
async function judgeProject(
  db: Transaction<Tables>,
  project: number,
  { severities: chosen, ignoreUnfixed, knownExploited }: PolicySettings,
  ids: readonly number[],
): Promise<readonly JudgedImage[]> {
  const ranks = chosen.map((severity) => severities.indexOf(severity));
  const fits = sql`f.severity = any(${ranks}::int[]) and (f.lane = 0 or ${!ignoreUnfixed})`;
  // With the default policy the column has the number; a million images are judged without looking at their findings.
  const isDefault = ignoreUnfixed && ranks.length === 2 && ranks.every((rank) => rank <= 1);
  const vulnerabilities = isDefault
    ? sql`i.urgent`
    : sql`(select count(distinct f.vulnerability) from image_layer l join set_finding f on f.set_id = l.set_id and f.gone_generation is null
          where l.image_id = i.id and ${fits} and f.lane <> 3 and (f.detail->>'gates')::boolean)`;
  const text = (count: number): string => describeGate({ severities: chosen, ignoreUnfixed }, count);
  const { rows } = await sql<JudgedImage>`
    with judged as (
      select i.id, i.verdict as before,
        ${vulnerabilities}
        + (select count(distinct r.rule) from rule_finding r where r.image_id = i.id and r.severity = any(${ranks}::int[]) and r.lane <> 3) as failing
      from image i where i.id = any(${[...ids]}::int[]) and i.project_id = ${project}
    )
    update image i set
      verdict = case when j.failing > 0 or (${knownExploited === 'fail'} and i.exploited > 0) then 'fail' else 'pass' end,
      statements = jsonb_build_array(
        jsonb_build_object('text', case j.failing when 0 then ${text(0)} when 1 then ${text(1)} else j.failing || ${text(2).slice(1)} end, 'isMet', j.failing = 0, 'violatedBy', '[]'::jsonb),
        jsonb_build_object('text', case i.exploited when 0 then 'no findings' when 1 then '1 finding' else i.exploited || ' findings' end || ' known to be exploited',
          'isMet', i.exploited = 0 or ${knownExploited !== 'fail'}, 'violatedBy', '[]'::jsonb)),
      judged_at = now()
    from judged j where i.id = j.id returning i.id, i.project_id, i.digest, i.name, j.before, i.verdict`.execute(db);
  return rows.filter(({ before, verdict }) => before !== verdict);
}
