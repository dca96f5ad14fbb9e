import { z } from 'zod';
import { route } from '../../http/route.ts';
import { listPastScans } from '../../queries/past-scans.ts';
import { pastScan } from '../../schema/overview.ts';
import { digest, projectQuery } from '../../schema/page.ts';
import { requireImage } from './get-image.ts';

export const listPastScansRoute = route({
  method: 'GET',
  path: '/api/v1/images/{digest}/scans',
  access: 'viewer',
  summary: 'List the last scans of an image, the newest first',
  tag: 'images',
  params: z.strictObject({ digest }),
  query: z.strictObject(projectQuery),
  status: 200,
  answer: z.strictObject({ items: z.array(pastScan) }),
  handle: async ({ params, query, caller }, context) => ({
    items: await listPastScans(context.db, await requireImage(params.digest, query.project, caller, context)),
  }),
});
