import { sql, type Kysely, type Transaction } from 'kysely';
import { lanes } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { groupBy } from '../group-by.ts';
import { type IntroducedFinding } from '../ingest/rematch-keys.ts';
import { type JudgedImage } from '../ingest/judged-image.ts';

export interface Changes {
  readonly introduced: readonly IntroducedFinding[];
  readonly judged: readonly JudgedImage[];
  readonly trigger: string;
}

const mostFindings = 100;

/**
 * Events about what can be acted on, in the transaction that made it so: nothing is lost, and nothing is told twice, because each has a key. One for each vulnerability of a package and
 * project, however many images have it, and one for each image whose verdict changed.
 */
export async function noteChanges(db: Transaction<Tables>, { introduced, judged, trigger }: Changes): Promise<void> {
  const { rows: generation } = await sql<{ id: number }>`select max(id) as id from generation`.execute(db);
  const urgent = introduced.filter(({ lane, severity, is_exploited }) => lane === 0 && (severity <= 1 || is_exploited));
  const groups = [...groupBy(urgent, ({ package_id, vulnerability }) => `${package_id} ${vulnerability}`).values()];
  for (const ofOne of groups.slice(0, mostFindings)) await noteFinding(db, ofOne, generation[0]!.id, trigger);
  for (const { project_id, digest, name, before, verdict } of judged)
    await sql`
      insert into event (project_id, kind, key, body)
      values (${project_id}, ${verdict === 'fail' ? 'policy-broken' : 'policy-met'}, ${`verdict ${digest} ${generation[0]!.id} ${verdict}`},
        ${toJson({ trigger, image: { digest, name }, before, verdict })}::jsonb)
      on conflict do nothing`.execute(db);
}

async function noteFinding(
  db: Transaction<Tables>,
  findings: readonly IntroducedFinding[],
  generation: number,
  trigger: string,
): Promise<void> {
  const { vulnerability, severity, lane, is_exploited, fixed_version, package_id } = findings[0]!;
  const body = {
    trigger,
    vulnerability,
    severity: severities[severity],
    lane: lanes[lane],
    isExploited: is_exploited,
    fixedVersion: fixed_version ?? undefined,
  };
  await sql`
    insert into event (project_id, kind, key, body)
    select i.project_id, 'finding-introduced', ${`finding ${vulnerability} ${package_id} ${generation}`},
      ${toJson(body)}::jsonb || jsonb_build_object('package', (select jsonb_build_object('name', p.name, 'version', p.version, 'purl', p.purl) from package p where p.id = ${package_id}),
        'images', count(distinct i.id), 'examples', (array_agg(distinct i.name))[1:5])
    from image_layer l join image i on i.id = l.image_id where l.set_id = any(${findings.map(({ set_id }) => set_id)}::int[]) group by i.project_id
    on conflict do nothing`.execute(db);
}

/** Another kind of event than a result: what was known stays as it was. One for each job. */
export async function noteFailedScan(
  db: Kysely<Tables>,
  {
    project,
    reference,
    trigger,
    job,
    message,
  }: { readonly project: number; readonly reference: string; readonly trigger: string; readonly job: string; readonly message: string },
): Promise<void> {
  const body = { trigger, image: { digest: '', name: reference }, error: message };
  await sql`insert into event (project_id, kind, key, body) values (${project}, 'scan-failed', ${`scan ${job}`}, ${toJson(body)}::jsonb) on conflict do nothing`.execute(
    db,
  );
}
