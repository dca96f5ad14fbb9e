import { sql, type Kysely, type RawBuilder } from 'kysely';
import { type z } from 'zod';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerKeys } from '../auth/secrets.ts';
import { type Caller } from '../auth/caller.ts';
import { type job } from '../schema/job.ts';
import { readCursor, toPage, writeCursor } from './cursor.ts';

interface JobRow {
  id: string;
  name: string;
  subject: string | null;
  state: z.input<typeof job>['state'];
  retry_count: number;
  retry_limit: number;
  priority: number;
  created_on: Date;
  created_text: string;
  started_on: Date | null;
  completed_on: Date | null;
  output: Record<string, unknown> | null;
  label: string | null;
  done: number | null;
  total: number | null;
  unit: string | null;
}

type Item = z.input<typeof job>;

export interface JobFilter {
  readonly kind?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** pg-boss's own table: jobs of the caller's projects; administrators also see those of the server itself. */
export async function listJobs(
  db: Kysely<Tables>,
  keys: ServerKeys,
  caller: Caller,
  filter: JobFilter,
): Promise<{ items: Item[]; next?: string }> {
  const after = readCursor(keys, 'jobs', filter.cursor);
  const { rows } = await sql<JobRow>`
    ${selectJobs(caller)} ${filter.kind === undefined ? sql`` : sql`and j.name = ${filter.kind}`} ${filter.state === undefined ? sql`` : sql`and j.state::text = ${filter.state}`}
      ${after === undefined ? sql`` : sql`and (j.created_on, j.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by j.created_on desc, j.id desc limit ${filter.limit + 1}`.execute(db);
  return toPage(rows, filter.limit, toItem, ({ created_text, id }) => writeCursor(keys, 'jobs', [created_text, id]));
}

export async function findJob(db: Kysely<Tables>, caller: Caller, id: string): Promise<Item | undefined> {
  const { rows } = await sql<JobRow>`${selectJobs(caller)} and j.id = ${id}::uuid`.execute(db);
  return rows[0] === undefined ? undefined : toItem(rows[0]);
}

function selectJobs({ projects, isAdmin }: Caller): RawBuilder<unknown> {
  return sql`
    select j.id, j.name, j.data->>'subject' as subject, j.state::text as state, j.retry_count, j.retry_limit, j.priority, j.created_on, j.created_on::text as created_text,
      j.started_on, j.completed_on, j.output, p.label, p.done, p.total, p.unit
    from pgboss.job j left join job_progress p on p.job_id = j.id
    where j.name not like '\\_\\_pgboss%' and ((j.data->>'project')::int = any(${[...projects]}::int[])${isAdmin ? sql` or j.data->>'project' is null` : sql``})`;
}

function toItem(row: JobRow): Item {
  const {
    id,
    name,
    subject,
    state,
    retry_count,
    retry_limit,
    priority,
    created_on,
    started_on,
    completed_on,
    output,
    label,
    done,
    total,
    unit,
  } = row;
  return {
    id,
    kind: name,
    subject: subject ?? '',
    state,
    attempt: retry_count + 1,
    attempts: retry_limit + 1,
    priority,
    createdAt: created_on.toISOString(),
    ...(started_on === null ? {} : { startedAt: started_on.toISOString() }),
    ...(completed_on === null ? {} : { finishedAt: completed_on.toISOString() }),
    ...(label === null || label === '' || state !== 'active'
      ? {}
      : { progress: { label, done: done ?? 0, ...(total === null ? {} : { total }), unit: unit ?? 'items' } }),
    ...(output === null ? {} : { output }),
  };
}
