import { sql, type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Caller } from '../auth/caller.ts';

/** Jobs that run now, and jobs that failed for good in the last seven days. */
export async function countJobs(db: Kysely<Tables>, { projects, isAdmin }: Caller): Promise<{ running: number; failed: number }> {
  const { rows } = await sql<{ running: number; failed: number }>`
    select count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state = 'failed' and completed_on > now() - interval '7 days')::int as failed
    from pgboss.job where name not like '\\_\\_pgboss%'
      and ((data->>'project')::int = any(${[...projects]}::int[])${isAdmin ? sql` or data->>'project' is null` : sql``})`.execute(db);
  return rows[0]!;
}
