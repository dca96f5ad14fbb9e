import { parseDigest } from '../../../model/digest.ts';
import { limits } from '../../../model/limits.ts';
import { type LocatedLayer } from '../../../model/located-layer.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readLayerUri } from '../../../scan/scan-layers.ts';
import { invalidField } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { indexerState } from '../../peer/indexer-state.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { readHeaders } from '../../peer/read-headers.ts';
import { findScanned, requestScan } from '../../peer/request-scan.ts';
import { answerAs, isUnmodified } from './answer-as.ts';
import { clairApi } from './clair-api.ts';
import { manifest } from './manifest-schema.ts';
import { presentIndex } from './present-index.ts';
import { requireContents } from './require-contents.ts';

export const indexManifest = route({
  method: 'POST',
  path: '/indexer/api/v1/index_report',
  access: 'editor',
  summary: 'Scan the layers of a manifest (Clair 4)',
  tag: 'clair',
  peer: clairApi,
  answerMs: limits.peerWaitMs,
  bodyBytes: limits.peerRequestBytes,
  body: manifest,
  handle: async ({ body, headers, caller, signal }, context): Promise<RawAnswer> => {
    const project = await projectOfClient(context.db, caller);
    const { hash: digest } = body;
    const layers = body.layers.map((layer, at) => readLayer(layer, `layers.${at}`));
    const place = `/indexer/api/v1/index_report/${digest}`;
    const validator = `"${indexerState(context)}"`;
    const fields = {
      link: `<${place}>; rel="https://projectquay.io/clair/v1/index_report", </matcher/api/v1/vulnerability_report/${digest}>; rel="https://projectquay.io/clair/v1/vulnerability_report"`,
    };
    // Only of what is known: Clair answers this for any manifest, and its client then waits for a report that never comes.
    if (isUnmodified({ headers }, validator) && (await findScanned(project, digest, context))?.isCurrent === true)
      return new RawAnswer(412, fields);
    const id = await requestScan({ project, digest, name: nameOf(digest, layers), layers }, context, signal);
    const contents = await requireContents(context.db, id);
    return answerAs('index_report', { headers }, 201, presentIndex(contents), { ...fields, etag: validator, location: place });
  },
});

function readLayer(
  {
    hash,
    uri,
    headers,
    media_type: type,
  }: { hash: string; uri: string; headers?: Record<string, string[]> | null | undefined; media_type?: string | null | undefined },
  field: string,
): LocatedLayer {
  try {
    readLayerUri(uri);
  } catch (error) {
    throw error instanceof PratiqueError ? invalidField(`${field}.uri`, error.message) : error;
  }
  return {
    digest: parseDigest(hash),
    uri,
    headers: readHeaders(headers, `${field}.headers`),
    ...(type === undefined || type === null || type === '' ? {} : { mediaType: type }),
  };
}

/** Layers of a registry say the repository (OCI distribution specification, end-2); otherwise the digest is the only name. */
function nameOf(digest: string, [first]: readonly LocatedLayer[]): string {
  const { host, pathname } = new URL(first!.uri);
  const repository = /^\/v2\/([a-z0-9][a-z0-9._/-]{0,254})\/blobs\/[^/]+$/.exec(pathname)?.[1];
  return repository === undefined ? digest : `${host}/${repository}@${digest}`;
}
