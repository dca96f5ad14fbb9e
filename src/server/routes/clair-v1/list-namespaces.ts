import { sql } from 'kysely';
import { type RawAnswer, route } from '../../http/route.ts';
import { clairV1Api } from './clair-v1-api.ts';
import { jsonAnswer } from './present-layer.ts';

export const listNamespaces = route({
  method: 'GET',
  path: '/v1/namespaces',
  access: 'viewer',
  summary: 'List the distributions of known images (Clair 1)',
  tag: 'clair-v1',
  peer: clairV1Api,
  handle: async ({ caller }, { db }): Promise<RawAnswer> => {
    const { rows } = await sql<{ name: string }>`
      select distinct concat_ws(':', i.target->'distribution'->>'id', i.target->'distribution'->>'versionId') as name
      from image i where i.project_id = any(${[...caller.projects]}::int[]) and i.target->'distribution' is not null order by 1 limit 1000`.execute(
      db,
    );
    return jsonAnswer(200, {
      Namespaces: rows.map(({ name }) => ({ Name: name, VersionFormat: /^(?:debian|ubuntu)/.test(name) ? 'dpkg' : 'rpm' })),
    });
  },
});
