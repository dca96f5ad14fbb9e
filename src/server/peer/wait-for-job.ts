import { sql } from 'kysely';
import { limits } from '../../model/limits.ts';
import { sleepUnlessAborted } from '../../model/runtime.ts';
import { Problem } from '../http/problem.ts';
import { type ServerContext } from '../server-context.ts';

const firstPollMs = 40;
const slowestPollMs = 1_000;

/** What a job said when it completed. Throws a problem with its reason where it failed or was stopped, and where it takes longer than a client may wait. */
export async function waitForJob(
  job: string,
  { db, runtime }: ServerContext,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const endsAt = performance.now() + limits.peerWaitMs;
  for (let pollMs = firstPollMs; performance.now() < endsAt; pollMs = Math.min(pollMs * 1.3, slowestPollMs)) {
    const { rows } = await sql<{ state: string; output: Readonly<Record<string, unknown>> | null }>`
      select state::text as state, output from pgboss.job where id = ${job}::uuid`.execute(db);
    const [row] = rows;
    if (row?.state === 'completed') return row.output ?? {};
    if (row === undefined || row.state === 'cancelled') throw new Problem(500, `job ${job} was stopped`);
    if (row.state === 'failed')
      throw new Problem(500, typeof row.output?.['message'] === 'string' ? row.output['message'] : `job ${job} failed`);
    await sleepUnlessAborted(pollMs, AbortSignal.any([signal, runtime.signal]));
  }
  throw new Problem(504, `job ${job} is not finished yet; ask again later`, { headers: { 'retry-after': '60' } });
}
