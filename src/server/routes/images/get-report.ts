import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { notFound } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { digest, projectQuery } from '../../schema/page.ts';
import { requireImage } from './get-image.ts';

export const getReport = route({
  method: 'GET',
  path: '/api/v1/images/{digest}/report',
  access: 'viewer',
  summary: 'Download the report of the last scan, as pratique scan --format json writes it',
  tag: 'images',
  params: z.strictObject({ digest }),
  query: z.strictObject(projectQuery),
  handle: async ({ params, query, caller }, context) => {
    const id = await requireImage(params.digest, query.project, caller, context);
    const row = await context.db.selectFrom('image_report').select('report').where('image_id', '=', id).executeTakeFirst();
    if (row === undefined) throw notFound(`a report of ${params.digest}`);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="report.json"' };
    return new RawAnswer(200, headers, gunzipSync(row.report, { maxOutputLength: limits.reportBytes }));
  },
});
