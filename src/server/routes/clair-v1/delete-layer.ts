import { z } from 'zod';
import { Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { clairV1Api } from './clair-v1-api.ts';

export const deleteLayer = route({
  method: 'DELETE',
  path: '/v1/layers/{name}',
  access: 'editor',
  summary: 'Forget a layer and all above it (Clair 1)',
  tag: 'clair-v1',
  peer: clairV1Api,
  params: z.object({ name: z.string() }),
  handle: async ({ params: { name }, caller }, { db }): Promise<RawAnswer> => {
    const project = await projectOfClient(db, caller);
    const removed = await db.deleteFrom('named_layer').where('project_id', '=', project).where('name', '=', name).executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw new Problem(404, 'the layer cannot be found');
    return new RawAnswer(200, { server: 'clair' });
  },
});
