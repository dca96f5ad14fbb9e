import { z } from 'zod';
import { severities } from '../../../model/severity.ts';
import { route } from '../../http/route.ts';
import { imageOrders, listImages } from '../../queries/images.ts';
import { projectsOf } from '../../queries/projects.ts';
import { imageSummary, verdicts } from '../../schema/image.ts';
import { pageOf, pageQuery, projectQuery } from '../../schema/page.ts';

export const listImagesRoute = route({
  method: 'GET',
  path: '/api/v1/images',
  access: 'viewer',
  summary: 'List images, the most urgent first',
  tag: 'images',
  query: z.strictObject({
    ...pageQuery,
    ...projectQuery,
    order: z.enum(imageOrders).default('urgency'),
    verdict: z.enum(verdicts).optional(),
    severity: z.enum(severities).optional().describe('Only images with a finding of this severity'),
    name: z.string().max(500).optional().describe('Only images whose name begins with this'),
    base: z.string().max(200).optional().describe('Only images whose base ends with this layer, as GET /api/v1/bases names it'),
  }),
  status: 200,
  answer: pageOf(imageSummary),
  handle: async ({ query, caller }, { db, keys }) =>
    listImages(db, keys, { ...query, projects: await projectsOf(db, caller, query.project) }),
});
