import { z } from 'zod';
import { digestLayer, scanLayers } from '../../scan/scan-layers.ts';
import { layerFetchOptions } from '../peer/layer-fetch-options.ts';
import { openSealedLocation } from '../peer/sealed-layers.ts';
import { type Job, type JobContext } from './job.ts';

const input = z.object({
  /** What the client calls the layer, and the one below it. */
  name: z.string(),
  parent: z.string().optional(),
  location: z.string(),
});
export type IndexLayerInput = z.infer<typeof input>;

/** Reads a layer that a client of Clair v1 names: its digest is learned, its content is kept in the cache of layers, and what is wrong with it is said at once. */
export const indexLayer: Job<IndexLayerInput> = {
  name: 'index-layer',
  policy: 'short',
  retries: 1,
  expireInSeconds: 2 * 3_600,
  input,
  concurrency: ({ concurrency }) => concurrency,
  run: index,
};

async function index({ name, parent, location: sealed }: IndexLayerInput, context: JobContext): Promise<object> {
  const { settings, runtime, keys, project: projectId } = context;
  const project = projectId!;
  const bytes = Buffer.from(sealed, 'base64');
  const location = openSealedLocation(keys, bytes, `${project} ${name}`);
  const fetching = layerFetchOptions(context);
  const digest = await digestLayer(location, fetching, runtime);
  await scanLayers({ name, digest, layers: [{ ...location, digest }] }, settings.scan, fetching, runtime);
  return context.finish(async (transaction) => {
    const row = { digest, location: bytes, parent: parent ?? null };
    await transaction
      .insertInto('named_layer')
      .values({ project_id: project, name, ...row })
      .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet(row))
      .execute();
    return { digest };
  });
}
