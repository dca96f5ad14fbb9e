import { PratiqueError } from '../../../model/pratique-error.ts';
import { readLayerUri } from '../../../scan/scan-layers.ts';
import { invalidField, Problem } from '../../http/problem.ts';
import { type RawAnswer, route } from '../../http/route.ts';
import { limits } from '../../../model/limits.ts';
import { indexLayer } from '../../jobs/index-layer.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { readHeaders } from '../../peer/read-headers.ts';
import { sealLocation } from '../../peer/sealed-layers.ts';
import { waitForJob } from '../../peer/wait-for-job.ts';
import { type ServerContext } from '../../server-context.ts';
import { clairV1Api } from './clair-v1-api.ts';
import { readChain } from './layer-chain.ts';
import { layerEnvelope } from './layer-schema.ts';
import { indexedByVersion, jsonAnswer } from './present-layer.ts';

export const postLayer = route({
  method: 'POST',
  path: '/v1/layers',
  access: 'editor',
  summary: 'Read a layer from a URL (Clair 1)',
  tag: 'clair-v1',
  peer: clairV1Api,
  answerMs: limits.peerWaitMs,
  body: layerEnvelope,
  handle: async ({ body: { Layer }, caller, signal }, context): Promise<RawAnswer> => {
    const { Name: name, Path: uri, ParentName: parent, Format: format } = Layer;
    const project = await projectOfClient(context.db, caller);
    if (format !== undefined && format !== null && format.toLowerCase() !== 'docker') throw invalidField('Layer.Format', 'must be Docker');
    checkUri(uri);
    const location = { uri, headers: readHeaders(Layer.Headers, 'Layer.Headers') };
    const below = parent === undefined || parent === null || parent === '' ? undefined : parent;
    await index({ project, name, below, sealed: sealLocation(context.keys, location, `${project} ${name}`) }, context, signal);
    const shown = { Name: name, Path: uri, ...(below === undefined ? {} : { ParentName: below }), Format: 'Docker' };
    return jsonAnswer(201, { Layer: { ...shown, IndexedByVersion: indexedByVersion } });
  },
});

interface Named {
  readonly project: number;
  readonly name: string;
  readonly below: string | undefined;
  readonly sealed: Buffer;
}

/** A name means one content, as for Clair: a layer that is known is not read again, but where it is, and the tokens for it, may be new. */
async function index({ project, name, below, sealed }: Named, context: ServerContext, signal: AbortSignal): Promise<void> {
  const { db, keys } = context;
  if (below !== undefined) {
    const chain = await readChain(db, keys, project, below);
    if (chain.length === 0) throw new Problem(400, `the parent layer ${below} is unknown; it must be processed first`);
    if (chain.length >= limits.layers)
      throw invalidField('Layer.ParentName', `has ${limits.layers} layers, and an image has at most as many`);
    if (chain.some((each) => each.name === name)) throw invalidField('Layer.ParentName', 'is above the layer itself');
  }
  const known = await db
    .selectFrom('named_layer')
    .select('parent')
    .where('project_id', '=', project)
    .where('name', '=', name)
    .executeTakeFirst();
  if (known !== undefined) {
    if ((known.parent ?? undefined) !== below) throw new Problem(400, `the layer ${name} is known with another parent; delete it first`);
    await db.updateTable('named_layer').set({ location: sealed }).where('project_id', '=', project).where('name', '=', name).execute();
    return;
  }
  const job = await enqueueJob(
    context,
    indexLayer,
    { project, subject: name, input: { name, location: sealed.toString('base64'), ...(below === undefined ? {} : { parent: below }) } },
    { priority: 10 },
  );
  await waitForJob(job, context, signal);
}

function checkUri(uri: string): void {
  try {
    readLayerUri(uri);
  } catch (error) {
    throw error instanceof PratiqueError ? invalidField('Layer.Path', error.message) : error;
  }
}
