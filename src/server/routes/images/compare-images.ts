import { z } from 'zod';
import { route } from '../../http/route.ts';
import { comparePackages, countComparedFindings, listComparedFindings } from '../../queries/comparison.ts';
import { readSummary } from '../../queries/images.ts';
import { changes, comparedFindings, comparison } from '../../schema/comparison.ts';
import { digest, pageQuery, projectQuery } from '../../schema/page.ts';
import { requireImage } from './get-image.ts';

const params = z.strictObject({ digest, other: digest.describe('Digest of the image that came later') });

export const compareImages = route({
  method: 'GET',
  path: '/api/v1/images/{digest}/comparison/{other}',
  access: 'viewer',
  summary: 'Compare an image with another: findings by number, and packages',
  tag: 'images',
  params,
  query: z.strictObject(projectQuery),
  status: 200,
  answer: comparison,
  handle: async ({ params: { digest: first, other }, query, caller }, context) => {
    const from = await requireImage(first, query.project, caller, context);
    const to = await requireImage(other, query.project, caller, context);
    const { db } = context;
    return {
      from: await readSummary(db, from),
      to: await readSummary(db, to),
      counts: await countComparedFindings(db, { from, to }),
      ...(await comparePackages(db, { from, to })),
    };
  },
});

export const listComparedFindingsRoute = route({
  method: 'GET',
  path: '/api/v1/images/{digest}/comparison/{other}/findings',
  access: 'viewer',
  summary: 'List what an image has that another has not, and the other way round',
  tag: 'images',
  params,
  query: z.strictObject({ ...pageQuery, ...projectQuery, change: z.enum(changes).optional() }),
  status: 200,
  answer: comparedFindings,
  handle: async ({ params: { digest: first, other }, query, caller }, context) =>
    listComparedFindings(
      context.db,
      context.keys,
      {
        from: await requireImage(first, query.project, caller, context),
        to: await requireImage(other, query.project, caller, context),
      },
      query,
    ),
});
