import { z } from 'zod';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { formatReference, type ImageReference, parseReference } from '../../../model/reference.ts';
import { invalidField } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { scanImage } from '../../jobs/scan-image.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { projectOf } from '../../queries/projects.ts';
import { accepted } from '../../schema/job.ts';

/** A person waits. */
const priority = 10;

export const submitImage = route({
  method: 'POST',
  path: '/api/v1/images',
  access: 'editor',
  summary: 'Scan an image of a registry',
  tag: 'images',
  body: z.strictObject({
    reference: z.string().min(1).max(1_024).describe('`registry/repository:tag` or `registry/repository@sha256:…`'),
    project: z.string().max(100).default('default'),
  }),
  status: 202,
  answer: accepted,
  handle: async ({ body, caller }, context) => {
    const project = await projectOf(context.db, caller, body.project);
    const named = readReference(body.reference);
    await assertAllowedRegistry(named.registry, context);
    const reference = formatReference(named);
    const job = await enqueueJob(
      context,
      scanImage,
      { project, subject: reference, input: { reference, trigger: 'person' } },
      { key: `${project} ${reference}`, priority },
    );
    return { job, state: 'created' };
  },
});

/** Throws a problem that names the rule. */
export function readReference(text: string): ImageReference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof PratiqueError) throw invalidField('body.reference', error.message);
    throw error;
  }
}
