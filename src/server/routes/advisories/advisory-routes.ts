import { z } from 'zod';
import { route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { updateAdvisories } from '../../jobs/update-advisories.ts';
import { accepted } from '../../schema/job.ts';
import { time } from '../../schema/page.ts';

export const updateAdvisoriesRoute = route({
  method: 'POST',
  path: '/api/v1/advisories/update',
  access: 'admin',
  summary: 'Update the advisories, and match everything with what changed',
  tag: 'advisories',
  status: 202,
  answer: accepted,
  handle: async (_request, context) => {
    const job = await enqueueJob(
      context,
      updateAdvisories,
      { project: null, subject: 'advisories', input: {} },
      { key: 'all', priority: 5 },
    );
    return { job, state: 'created' };
  },
});

export const listAdvisories = route({
  method: 'GET',
  path: '/api/v1/advisories',
  access: 'viewer',
  summary: 'List the advisory data that answered, and since when',
  tag: 'advisories',
  status: 200,
  answer: z.strictObject({
    generation: z.int(),
    generationAt: time,
    shards: z.array(z.strictObject({ name: z.string(), digest: z.string(), builtAt: time.optional(), generation: z.int() })),
  }),
  handle: async (_request, { db }) => {
    const last = await db.selectFrom('generation').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    const rows = await db.selectFrom('advisory_shard').selectAll().orderBy('name').execute();
    return {
      generation: last.id,
      generationAt: last.at.toISOString(),
      shards: rows.map(({ name, digest, built_at, generation }) => ({
        name,
        digest,
        generation,
        ...(built_at === null ? {} : { builtAt: built_at.toISOString() }),
      })),
    };
  },
});
