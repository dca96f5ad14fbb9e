import { enqueueJob, type JobContext } from './job.ts';
import { rematch } from './rematch.ts';

/** Has everything matched again, once for all that ask for it meanwhile. `changed`: parts of the advisories that are others now; nothing is done without any. */
export async function enqueueRematch(context: JobContext, changed: readonly string[]): Promise<void> {
  if (changed.length === 0) return;
  await enqueueJob(context, rematch, { project: null, subject: [...new Set(changed)].join(', '), input: {} }, { key: 'all' });
}
