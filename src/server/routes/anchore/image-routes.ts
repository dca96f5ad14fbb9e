import { z } from 'zod';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { formatReference, type ImageReference, parseReference } from '../../../model/reference.ts';
import { invalidField, notFound, Problem } from '../../http/problem.ts';
import { type RawAnswer, route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { scanImage } from '../../jobs/scan-image.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { findImageId } from '../../queries/images.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { registryFor } from '../../registry/registry-for.ts';
import { resolveReference } from '../../registry/resolve-reference.ts';
import { digest } from '../../schema/page.ts';
import { type ServerContext } from '../../server-context.ts';
import { anchoreApi, jsonAnswer, tag } from './anchore-api.ts';
import { findImages } from './find-images.ts';
import { presentImage } from './present-image.ts';

const shared = { tag, peer: anchoreApi } as const;
const reference = z.string().min(1).max(1_024);

/** As anchore-cli sends it, and the later `source`. */
const addition = z.object({
  tag: reference.optional(),
  digest: reference.optional(),
  source: z
    .object({ tag: z.object({ pullstring: reference }).optional(), digest: z.object({ pullstring: reference, tag: reference }).optional() })
    .optional(),
});

export const addImage = route({
  ...shared,
  method: 'POST',
  path: '/v1/images',
  access: 'editor',
  summary: 'Scan an image of a registry (Anchore)',
  answerMs: 120_000,
  query: z.object({ force: z.string().optional() }),
  body: addition,
  handle: async ({ body, query, caller }, context): Promise<RawAnswer> => {
    const { source } = body;
    const pinned = source?.digest;
    const named = readReference(body.tag ?? source?.tag?.pullstring ?? pinned?.tag ?? body.digest ?? '', 'tag');
    const at = pinned === undefined ? {} : { digest: readReference(pinned.pullstring, 'source.digest.pullstring').digest };
    const project = await projectOfClient(context.db, caller);
    await assertAllowedRegistry(named.registry, context);
    const found = await resolve({ ...named, ...(at.digest === undefined ? {} : { digest: at.digest }) }, project, context);
    await request(project, named, found, query.force === 'true', context);
    return jsonAnswer((await findImages(context.db, [project], { digest: found })).map(presentImage));
  },
});

/** Clients wait for the digest, so that it is asked for before the answer. */
async function resolve(named: ImageReference, project: number, context: ServerContext): Promise<string> {
  try {
    return (await resolveReference(named, await registryFor(named.registry, project, context), context.runtime)).digest;
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    throw new Problem(error.code === 'TARGET_NOT_FOUND' ? 404 : 400, `cannot fetch image digest/manifest from registry: ${error.message}`);
  }
}

async function request(project: number, named: ImageReference, found: string, isForced: boolean, context: ServerContext): Promise<void> {
  const { registry, repository, tag: name } = named;
  const text = formatReference({ registry, repository, tag: name ?? 'latest' });
  const isKnown = !isForced && (await findImageId(context.db, [project], found, ['pulled'])) !== undefined;
  const job = isKnown
    ? null
    : await enqueueJob(
        context,
        scanImage,
        { project, subject: text, input: { reference: text, trigger: 'client', digest: found } },
        { key: `${project} ${text}`, priority: 10 },
      );
  const row = { digest: found, job_id: job, requested_at: context.runtime.now() };
  await context.db
    .insertInto('requested_image')
    .values({ project_id: project, reference: text, ...row })
    .onConflict((conflict) => conflict.columns(['project_id', 'reference']).doUpdateSet(row))
    .execute();
}

/** A tag without its registry is one of Docker Hub, as for Anchore. */
export function readReference(text: string, field: string): ImageReference {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof PratiqueError) throw invalidField(field, error.message);
    throw error;
  }
}

export const listImages = route({
  ...shared,
  method: 'GET',
  path: '/v1/images',
  access: 'viewer',
  summary: 'List images, or find those of a tag (Anchore)',
  query: z.object({ fulltag: reference.optional() }),
  handle: async ({ query: { fulltag }, caller }, { db }): Promise<RawAnswer> => {
    if (fulltag === undefined) return jsonAnswer((await findImages(db, caller.projects, {})).map(presentImage));
    const { registry, repository, tag: name = 'latest', digest: pinned } = readReference(fulltag, 'fulltag');
    const found = await findImages(db, caller.projects, {
      reference: formatReference({ registry, repository, tag: name }),
      digest: pinned,
    });
    if (found.length === 0) throw notFound(`an image of ${fulltag}`);
    // The newest is what the tag points to.
    return jsonAnswer(found.slice(0, 1).map(presentImage));
  },
});

export const getImage = route({
  ...shared,
  method: 'GET',
  path: '/v1/images/{digest}',
  access: 'viewer',
  summary: 'Read an image (Anchore)',
  params: z.object({ digest }),
  handle: async ({ params, caller }, { db }): Promise<RawAnswer> => {
    const found = await findImages(db, caller.projects, { digest: params.digest });
    if (found.length === 0) throw notFound(`image ${params.digest}`);
    return jsonAnswer(found.map(presentImage));
  },
});

export const getImageById = route({
  ...shared,
  method: 'GET',
  path: '/v1/images/by_id/{imageId}',
  access: 'viewer',
  summary: 'Read an image by its Docker ID (Anchore)',
  params: z.object({ imageId: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits') }),
  handle: async ({ params: { imageId }, caller }, { db }): Promise<RawAnswer> => {
    const found = await findImages(db, caller.projects, { configDigest: `sha256:${imageId}` });
    if (found.length === 0) throw notFound(`image ${imageId}`);
    return jsonAnswer(found.map(presentImage));
  },
});
