import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { Problem } from '../../http/problem.ts';
import { type RawAnswer, route } from '../../http/route.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { requestScan } from '../../peer/request-scan.ts';
import { readContents } from '../../queries/image-contents.ts';
import { clairV1Api } from './clair-v1-api.ts';
import { chainDigest, readChain } from './layer-chain.ts';
import { indexedByVersion, jsonAnswer, presentLayer } from './present-layer.ts';

export const getLayer = route({
  method: 'GET',
  path: '/v1/layers/{name}',
  access: 'viewer',
  summary: 'List what is in a layer and all below it (Clair 1)',
  tag: 'clair-v1',
  peer: clairV1Api,
  answerMs: limits.peerWaitMs,
  params: z.object({ name: z.string() }),
  query: z.object({ features: z.string().optional(), vulnerabilities: z.string().optional() }),
  handle: async ({ params: { name }, query, caller, signal }, context): Promise<RawAnswer> => {
    const project = await projectOfClient(context.db, caller);
    const chain = await readChain(context.db, context.keys, project, name);
    if (chain.length === 0) throw new Problem(404, 'the layer cannot be found');
    const withVulnerabilities = query.vulnerabilities !== undefined;
    if (!withVulnerabilities && query.features === undefined) {
      const parent = chain.at(-2)?.name;
      return jsonAnswer(200, {
        Layer: { Name: name, ...(parent === undefined ? {} : { ParentName: parent }), IndexedByVersion: indexedByVersion },
      });
    }
    const image = { project, name: `layers up to ${name}`, digest: chainDigest(chain), layers: chain };
    const contents = await readContents(context.db, await requestScan(image, context, signal));
    if (contents === undefined) throw new Problem(404, 'the layer was deleted meanwhile');
    return jsonAnswer(200, { Layer: presentLayer(contents, chain, withVulnerabilities) });
  },
});
