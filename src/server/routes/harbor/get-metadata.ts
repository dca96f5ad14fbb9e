import { sql } from 'kysely';
import { RawAnswer, route } from '../../http/route.ts';
import { harborApi, tag } from './harbor-api.ts';
import { imageTypes, mediaTypes, sbomFormats } from './media-types.ts';

export const getMetadata = route({
  method: 'GET',
  path: '/api/v1/metadata',
  access: 'viewer',
  summary: 'Tell Harbor what this scanner can do',
  tag,
  peer: harborApi,
  handle: async (_request, { db, settings }): Promise<RawAnswer> => {
    const { rows } = await sql<{ built_at: Date | null }>`select max(built_at) as built_at from advisory_shard`.execute(db);
    const builtAt = rows[0]?.built_at ?? null;
    const body = {
      scanner: scannerOf(settings.toolVersion),
      capabilities: [
        {
          type: 'vulnerability',
          consumes_mime_types: imageTypes,
          produces_mime_types: [mediaTypes.harborReport, mediaTypes.securityReport],
        },
        {
          type: 'sbom',
          consumes_mime_types: imageTypes,
          produces_mime_types: [mediaTypes.sbomReport],
          additional_attributes: { sbom_media_types: [...sbomFormats.keys()] },
        },
      ],
      properties: {
        'harbor.scanner-adapter/scanner-type': 'os-package-vulnerability',
        'harbor.scanner-adapter/registry-authorization-type': 'Basic',
        ...(builtAt === null ? {} : { 'harbor.scanner-adapter/vulnerability-database-updated-at': builtAt.toISOString() }),
      },
    };
    return new RawAnswer(200, { 'content-type': mediaTypes.metadata }, JSON.stringify(body));
  },
});

export function scannerOf(version: string): { readonly name: string; readonly vendor: string; readonly version: string } {
  return { name: 'Pratique', vendor: 'Pratique', version };
}
