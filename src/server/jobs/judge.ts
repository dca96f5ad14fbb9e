import { sql } from 'kysely';
import { z } from 'zod';
import { judgeImagesOfProject } from '../ingest/judge-images.ts';
import { noteChanges } from '../notify/note-changes.ts';
import { type Job, type JobContext } from './job.ts';

/** Judges the images of a project again: its policy changed, or one of its suppressions has expired. Without a project, those whose suppressions have expired. */
export const judge: Job<object> = {
  name: 'judge',
  policy: 'stately',
  retries: 3,
  expireInSeconds: 3_600,
  input: z.object({}),
  concurrency: () => 1,
  run: async (_input, context) => {
    const projects = context.project === undefined ? await findExpired(context) : [context.project];
    let changed = 0;
    for (const project of projects) {
      const judged = await context.db.transaction().execute(async (transaction) => {
        const images = await judgeImagesOfProject(transaction, project);
        await noteChanges(transaction, { introduced: [], judged: images, trigger: 'policy' });
        return images;
      });
      changed += judged.length;
    }
    return { projects: projects.length, changed };
  },
};

/** Dates compare as text: `expires_on` is a date or an RFC 3339 time. */
async function findExpired({ db, runtime }: JobContext): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct i.project_id as id from suppressed_finding s join image i on i.id = s.image_id where s.expires_on <= ${runtime.now().toISOString()}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
