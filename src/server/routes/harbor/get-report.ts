import { z } from 'zod';
import { notFound, Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { findScanRequest, type ScanRequest } from './find-scan-request.ts';
import { readContents } from '../../queries/image-contents.ts';
import { findImageId } from '../../queries/images.ts';
import { readStoredReport } from '../../queries/stored-report.ts';
import { type Caller } from '../../auth/caller.ts';
import { type ServerContext } from '../../server-context.ts';
import { harborApi, tag } from './harbor-api.ts';
import { chooseReport, mediaTypes, sbomFormats } from './media-types.ts';
import { presentReport } from './present-report.ts';
import { presentSbom } from './present-sbom.ts';

/** Harbor waits this long before it asks again: seconds. */
const refreshAfter = '2';

export const getReport = route({
  method: 'GET',
  path: '/api/v1/scan/{id}/report',
  access: 'viewer',
  summary: 'Read the report of a scan for Harbor',
  tag,
  peer: harborApi,
  params: z.object({ id: z.string().max(100) }),
  query: z.object({ sbom_media_type: z.string().max(255).optional() }),
  handle: async ({ params: { id }, query, headers, caller }, context): Promise<RawAnswer> => {
    const type = chooseReport(headers['accept']);
    if (type === undefined)
      throw new Problem(501, `this scanner makes ${mediaTypes.harborReport}, ${mediaTypes.securityReport} and ${mediaTypes.sbomReport}`);
    const format = type === mediaTypes.sbomReport ? requireFormat(query.sbom_media_type) : undefined;
    const request = await findScanRequest(context.db, caller, id);
    if (request === undefined) throw notFound(`scan request ${id}`);
    if (['created', 'retry', 'active'].includes(request.state)) return new RawAnswer(302, { 'refresh-after': refreshAfter });
    if (request.state !== 'completed') throw new Problem(500, request.message ?? `the scan was ${request.state}`);
    return new RawAnswer(200, { 'content-type': type }, JSON.stringify(await makeReport(request, format, caller, context)));
  },
});

function requireFormat(type: string | undefined): { readonly type: string; readonly format: string } {
  const format = sbomFormats.get(type ?? '');
  if (type === undefined || format === undefined)
    throw new Problem(400, `sbom_media_type must be one of ${[...sbomFormats.keys()].join(', ')}`, {
      errors: [{ field: 'query.sbom_media_type', rule: `must be one of ${[...sbomFormats.keys()].join(', ')}` }],
    });
  return { type, format };
}

async function makeReport(
  { artifact, digest }: ScanRequest,
  sbom: ReturnType<typeof requireFormat> | undefined,
  { projects }: Caller,
  { db, settings, runtime }: ServerContext,
): Promise<object> {
  const imageId = await findImageId(db, projects, digest ?? artifact.digest);
  if (imageId === undefined) throw notFound(`the report of ${artifact.digest}`);
  if (sbom !== undefined) {
    const stored = await readStoredReport(db, imageId);
    if (stored === undefined) throw notFound(`the report of ${artifact.digest}`);
    return presentSbom(stored, { artifact, ...sbom, toolVersion: settings.toolVersion, now: runtime.now() });
  }
  const contents = await readContents(db, imageId);
  if (contents === undefined) throw notFound(`the report of ${artifact.digest}`);
  return presentReport(contents, artifact, settings.toolVersion);
}
