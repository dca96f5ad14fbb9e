import { z } from 'zod';
import { findingKinds, lanes } from '../../../model/finding.ts';
import { severities } from '../../../model/severity.ts';
import { route } from '../../http/route.ts';
import { listFindings } from '../../queries/findings.ts';
import { finding } from '../../schema/image.ts';
import { digest, listOf, pageOf, pageQuery, projectQuery } from '../../schema/page.ts';
import { requireImage } from './get-image.ts';

export const listFindingsRoute = route({
  method: 'GET',
  path: '/api/v1/images/{digest}/findings',
  access: 'viewer',
  summary: 'List the findings of an image, the worst first',
  tag: 'images',
  params: z.strictObject({ digest }),
  query: z.strictObject({
    ...pageQuery,
    ...projectQuery,
    severity: listOf(z.enum(severities)).optional(),
    lane: listOf(z.enum(lanes)).optional(),
    kind: z.enum(findingKinds).optional(),
    search: z.string().max(200).optional().describe('Part of an id or of the name of a package'),
  }),
  status: 200,
  answer: pageOf(finding),
  handle: async ({ params, query, caller }, context) =>
    listFindings(context.db, context.keys, await requireImage(params.digest, query.project, caller, context), query),
});
