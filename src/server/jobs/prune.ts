import { sql } from 'kysely';
import { z } from 'zod';
import { rememberDays } from '../queries/hooks.ts';
import { type Job } from './job.ts';

/** How long the history of what is gone is kept: days. */
const historyDays = 400;
const sessionDays = 1;
/** Layer indexes that clients sent are kept for their next image; what was submitted, until its report was fetched. */
const submittedLayerDays = 30;
const submissionDays = 1;

/** Removes what is old and what nothing has any more. Images and their last results stay; so do the audit log and events that are not delivered. */
export const prune: Job<object> = {
  name: 'prune',
  policy: 'stately',
  retries: 3,
  expireInSeconds: 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, { db }) => {
    const older = (days: number): ReturnType<typeof sql> => sql`now() - ${days} * interval '1 day'`;
    const steps = {
      untagged: sql`
        delete from image i using project p where p.id = i.project_id and p.retention ? 'untaggedImageDays'
          and i.scanned_at < now() - (p.retention->>'untaggedImageDays')::int * interval '1 day'
          and not exists (select 1 from tag t join repository r on r.id = t.repository_id where r.project_id = i.project_id and t.digest in
            (select i.digest union all select x.index_digest from index_image x where x.project_id = i.project_id and x.image_digest = i.digest))`,
      scans: sql`
        delete from scan s using (
          select s.id, s.finished_at, p.retention, row_number() over (partition by s.project_id, s.image_id, s.reference order by s.id desc) as place
          from scan s join project p on p.id = s.project_id where p.retention ?| array['scansPerImage', 'scanDays']
        ) old where s.id = old.id and old.place > 1
          and (old.place > (old.retention->>'scansPerImage')::int or old.finished_at < now() - (old.retention->>'scanDays')::int * interval '1 day')`,
      deliveries: sql`delete from hook_delivery where at < ${older(rememberDays)}`,
      sessions: sql`delete from session where expires_at < ${older(sessionDays)}`,
      events: sql`delete from event e where e.at < ${older(historyDays)} and not exists (select 1 from delivery d where d.event_id = e.id and d.state = 'pending')`,
      indexes: sql`delete from submitted_layer where used_at < ${older(submittedLayerDays)}`,
      submissions: sql`delete from submission where created_at < ${older(submissionDays)}`,
      progress: sql`delete from job_progress p where not exists (select 1 from pgboss.job j where j.id = p.job_id)`,
      sets: sql`
        with unused as (select s.id from package_set s where not exists (select 1 from image_layer l where l.set_id = s.id) for update skip locked),
        findings as (delete from set_finding f using unused u where f.set_id = u.id), members as (delete from package_set_member m using unused u where m.set_id = u.id)
        select count(*) from unused`,
    };
    const removed: Record<string, number> = {};
    for (const [name, step] of Object.entries(steps)) removed[name] = Number((await step.execute(db)).numAffectedRows ?? 0);
    await sql`delete from package_set s where not exists (select 1 from image_layer l where l.set_id = s.id) and not exists (select 1 from package_set_member m where m.set_id = s.id) and s.packages > 0`.execute(
      db,
    );
    return removed;
  },
};
