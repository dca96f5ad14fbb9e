import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { messageOf } from '../../lib/text/message-of.ts';
import { type Tables } from '../../postgres/tables.ts';
import { type ServerContext } from '../server-context.ts';
import { deliverNotices, hasNotices } from './deliver-notices.ts';
import { enqueueJob, type Job } from './job.ts';
import { judge } from './judge.ts';
import { prune } from './prune.ts';
import { updateAdvisories } from './update-advisories.ts';
import { watchRepositories } from './watch-repositories.ts';

interface Scheduled {
  readonly job: Job<object>;
  readonly everySeconds: number;
  readonly subject: string;
  /** Whether there is anything to do; always where absent. */
  readonly isWanted?: (db: Kysely<Tables>) => Promise<boolean>;
}

const schedule: readonly Scheduled[] = [
  { job: updateAdvisories, everySeconds: 6 * 3_600, subject: 'advisories' },
  { job: watchRepositories, everySeconds: 300, subject: 'watched repositories' },
  { job: judge, everySeconds: 3_600, subject: 'expired suppressions' },
  { job: prune, everySeconds: 86_400, subject: 'old rows' },
  { job: deliverNotices, everySeconds: 2, subject: 'messages', isWanted: hasNotices },
];

const tickMs = 1_000;

/** Puts in what has to be done regularly. Any number of processes may run it: the database says who is first, and a kind's policy that it never runs twice at once. */
export async function runSchedule(context: ServerContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const each of schedule) {
      try {
        if ((await each.isWanted?.(context.db)) !== false && (await isDue(context.db, each)))
          await enqueueJob(context, each.job, { project: null, subject: each.subject, input: {} }, { key: 'all' });
      } catch (error) {
        context.runtime.log.warn('regular work cannot be put in', { job: each.job.name, reason: messageOf(error) });
      }
    }
    await wait(tickMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The first time is one interval after the first start, so that a server begins quietly. */
async function isDue(db: Kysely<Tables>, { job: { name }, everySeconds }: Scheduled): Promise<boolean> {
  const { rows } = await sql<{ is_new: boolean }>`
    insert into schedule as s (name, started_at) values (${name}, now())
    on conflict (name) do update set started_at = now() where s.started_at < now() - ${everySeconds} * interval '1 second' returning xmax = 0 as is_new`.execute(
    db,
  );
  return rows[0] !== undefined && (!rows[0].is_new || everySeconds < 60);
}
