import { hash } from 'node:crypto';
import { z } from 'zod';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../../model/reference.ts';
import { invalidField, Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { enqueueJob } from '../../jobs/job.ts';
import { scanImage } from '../../jobs/scan-image.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { isAuthorization, sealAccess } from '../../peer/sealed-access.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { harborApi, tag } from './harbor-api.ts';
import { imageTypes, mediaTypes } from './media-types.ts';

/** Harbor's `ScanRequest`; members that it does not name are ignored, as its other scanners do. */
const scanRequest = z.object({
  registry: z.object({ url: z.string().max(2_048).default(''), authorization: z.string().max(16_384).nullish() }),
  artifact: z.object({
    repository: z.string().max(255).default(''),
    digest: z.string().max(200).default(''),
    tag: z.string().max(128).nullish(),
    mime_type: z.string().max(255).nullish(),
  }),
  enabled_capabilities: z
    .array(z.object({ type: z.string().max(100) }))
    .max(10)
    .nullish(),
});

export const requestScan = route({
  method: 'POST',
  path: '/api/v1/scan',
  access: 'editor',
  summary: 'Scan an image of Harbor',
  tag,
  peer: harborApi,
  body: scanRequest,
  handle: async ({ body: { registry, artifact, enabled_capabilities: capabilities }, caller }, context): Promise<RawAnswer> => {
    const { mime_type: type } = artifact;
    if (type !== undefined && type !== null && type !== '' && !imageTypes.includes(type))
      throw new Problem(501, `${type} is not an image; this scanner takes ${imageTypes.join(', ')}`);
    const foreign = capabilities?.find((each) => !['vulnerability', 'sbom'].includes(each.type));
    if (foreign !== undefined) throw new Problem(501, `this scanner has no capability ${JSON.stringify(foreign.type)}`);
    const url = readRegistryUrl(registry.url);
    const authorization = registry.authorization ?? '';
    if (!isAuthorization(authorization)) throw unprocessable('registry.authorization', 'must be Basic or Bearer');
    const named = readArtifact(url.host, artifact.repository, artifact.digest);
    const project = await projectOfClient(context.db, caller);
    await assertAllowedRegistry(named.registry, context);
    const reference = formatReference(named);
    const access = { isPlain: url.protocol === 'http:', ...(authorization === '' ? {} : { authorization }) };
    const id = await enqueueJob(
      context,
      scanImage,
      {
        project,
        subject: reference,
        input: { reference, trigger: 'client', access: sealAccess(context.keys, access, `${project} ${named.registry}`) },
      },
      // The token of each request ends with the request.
      { key: `${project} ${reference} ${hash('sha256', JSON.stringify(access))}`, priority: 5 },
    );
    return new RawAnswer(202, { 'content-type': mediaTypes.scanResponse }, JSON.stringify({ id }));
  },
});

/** The contract has 422 for a field that is wrong, and 400 for what is no such JSON. */
function unprocessable(field: string, rule: string): Problem {
  return new Problem(422, `${field} ${rule}`, { errors: [{ field, rule }] });
}

function readRegistryUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search === '' &&
    url.username === '' &&
    url.password === '';
  if (!isPlain) throw unprocessable('registry.url', 'must be an http or https URL of a registry, without a path or a user name');
  return url;
}

function readArtifact(host: string, repository: string, digest: string): ReturnType<typeof parseReference> {
  try {
    const named = parseReference(`${host}/${repository}@${digest}`);
    // A name without a dot or a port is a registry's all the same: Harbor's own containers call it `core`.
    if (named.registry !== host) throw invalidField('registry.url', 'must be a host name with a port');
    return named;
  } catch (error) {
    if (error instanceof PratiqueError) throw unprocessable('artifact', error.message);
    throw error;
  }
}
