import { sql, type Kysely } from 'kysely';
import { type ProgressEvent } from '../../model/runtime.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type ClaimedJob } from '../queue/queue.ts';

/** A worker that gave no sign of life for this long is gone, or cut off. */
const lostAfter = '30 seconds';

/** Signs of life for the jobs that a worker runs. */
export async function beatJobs(db: Kysely<Tables>, worker: string, jobs: readonly ClaimedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await sql`
    insert into job_progress (job_id, worker, label, done, unit)
    select id::uuid, ${worker}, '', 0, 'items' from unnest(${jobs.map(({ id }) => id)}::text[]) as id
    on conflict (job_id) do update set at = now(), worker = excluded.worker`.execute(db);
}

export async function noteProgress(
  db: Kysely<Tables>,
  jobId: string,
  worker: string,
  { label, done, total, unit }: ProgressEvent,
): Promise<void> {
  await sql`
    insert into job_progress (job_id, worker, label, done, total, unit)
    values (${jobId}::uuid, ${worker}, ${label.slice(0, 500)}, ${done}, ${total ?? null}, ${unit})
    on conflict (job_id) do update set at = now(), label = excluded.label, done = excluded.done, total = excluded.total, unit = excluded.unit`.execute(
    db,
  );
}

/** Ids of those jobs that were stopped, or that are another worker's now. */
export async function findTakenJobs(db: Kysely<Tables>, jobs: readonly ClaimedJob[]): Promise<readonly string[]> {
  if (jobs.length === 0) return [];
  const { rows } = await sql<{ id: string; started_on: Date }>`
    select id, started_on from pgboss.job
    where name = any(${[...new Set(jobs.map(({ name }) => name))]}::text[]) and id = any(${jobs.map(({ id }) => id)}::uuid[]) and state = 'active'`.execute(
    db,
  );
  const active = new Map(rows.map(({ id, started_on }) => [id, started_on.getTime()]));
  return jobs.filter(({ id, startedOn }) => active.get(id) !== startedOn.getTime()).map(({ id }) => id);
}

/** Running jobs without a sign of life. Times are the database's, so that the clocks of workers do not matter. */
export async function findLostJobs(db: Kysely<Tables>): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select j.id, j.name from pgboss.job j left join job_progress p on p.job_id = j.id
    where j.state = 'active' and j.name not like '\\_\\_pgboss%' and greatest(p.at, j.started_on) < now() - ${sql.lit(lostAfter)}::interval`.execute(
    db,
  );
  return rows;
}
