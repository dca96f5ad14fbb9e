import { z } from 'zod';
import { route } from '../../http/route.ts';
import { listBases } from '../../queries/bases.ts';
import { projectsOf } from '../../queries/projects.ts';
import { base } from '../../schema/base.ts';
import { pageOf, pageQuery, projectQuery } from '../../schema/page.ts';

export const listBasesRoute = route({
  method: 'GET',
  path: '/api/v1/bases',
  access: 'viewer',
  summary: 'List base images, those of most images first, and which of them are behind their tag',
  tag: 'images',
  query: z.strictObject({ ...pageQuery, ...projectQuery }),
  status: 200,
  answer: pageOf(base),
  handle: async ({ query, caller }, { db, keys }) =>
    listBases(db, keys, { ...query, projects: await projectsOf(db, caller, query.project) }),
});
