import { z } from 'zod';
import { route } from '../../http/route.ts';
import { readOverview } from '../../queries/overview.ts';
import { countJobs } from '../../queries/count-jobs.ts';
import { projectsOf } from '../../queries/projects.ts';
import { overview } from '../../schema/overview.ts';
import { projectQuery } from '../../schema/page.ts';

export const getOverview = route({
  method: 'GET',
  path: '/api/v1/overview',
  access: 'viewer',
  summary: 'Read what to do first over all images',
  tag: 'overview',
  query: z.strictObject(projectQuery),
  status: 200,
  answer: overview,
  handle: async ({ query, caller }, { db }) => ({
    ...(await readOverview(db, await projectsOf(db, caller, query.project))),
    jobs: await countJobs(db, caller),
  }),
});
