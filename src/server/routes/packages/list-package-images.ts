import { z } from 'zod';
import { route } from '../../http/route.ts';
import { listImagesWithPackages } from '../../queries/affected-images.ts';
import { packagesInRange } from '../../queries/packages-in-range.ts';
import { projectsOf } from '../../queries/projects.ts';
import { affectedPage } from '../../schema/vulnerability.ts';
import { pageQuery, projectQuery } from '../../schema/page.ts';

export const listPackageImages = route({
  method: 'GET',
  path: '/api/v1/packages/images',
  access: 'viewer',
  summary: 'List the images that have a package, in any or some of its versions',
  tag: 'packages',
  query: z.strictObject({
    ...pageQuery,
    ...projectQuery,
    ecosystem: z.string().max(50).describe('As reports name it: `npm`, `debian`'),
    name: z.string().min(1).max(500),
    version: z.string().max(200).optional().describe('Exactly this version'),
    from: z.string().max(200).optional().describe('This version or later, in the order of its ecosystem'),
    below: z.string().max(200).optional().describe('Earlier than this version'),
  }),
  status: 200,
  answer: affectedPage,
  handle: async ({ query, caller }, { db, keys }) => {
    const { ecosystem, name, version = '', from = '', below = '' } = query;
    const ids = await packagesInRange(db, query);
    return listImagesWithPackages(db, keys, JSON.stringify([ecosystem, name, version, from, below]), ids, {
      ...query,
      projects: await projectsOf(db, caller, query.project),
    });
  },
});
