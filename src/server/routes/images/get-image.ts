import { z } from 'zod';
import { notFound } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { type Caller } from '../../auth/caller.ts';
import { findImageId, readImage } from '../../queries/images.ts';
import { projectsOf } from '../../queries/projects.ts';
import { image } from '../../schema/image.ts';
import { digest, projectQuery } from '../../schema/page.ts';
import { type ServerContext } from '../../server-context.ts';

export const getImage = route({
  method: 'GET',
  path: '/api/v1/images/{digest}',
  access: 'viewer',
  summary: 'Read the last result of an image',
  tag: 'images',
  params: z.strictObject({ digest }),
  query: z.strictObject(projectQuery),
  status: 200,
  answer: image,
  handle: async ({ params, query, caller }, context) =>
    readImage(context.db, await requireImage(params.digest, query.project, caller, context)),
});

/** The image's id. Throws 404 where the caller's projects do not have it, as if there were none. */
export async function requireImage(wanted: string, project: string | undefined, caller: Caller, { db }: ServerContext): Promise<number> {
  const id = await findImageId(db, await projectsOf(db, caller, project), wanted);
  if (id === undefined) throw notFound(`image ${wanted}`);
  return id;
}
