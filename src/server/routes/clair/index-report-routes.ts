import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { type Tables } from '../../../postgres/tables.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { indexerState } from '../../peer/indexer-state.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { findScanned } from '../../peer/request-scan.ts';
import { digest } from '../../schema/page.ts';
import { answerAs, isUnmodified } from './answer-as.ts';
import { clairApi } from './clair-api.ts';
import { digestParams } from './manifest-schema.ts';
import { presentIndex } from './present-index.ts';
import { findContents } from './require-contents.ts';

const shared = { tag: 'clair', peer: clairApi } as const;

export const getIndexReport = route({
  ...shared,
  method: 'GET',
  path: '/indexer/api/v1/index_report/{digest}',
  access: 'viewer',
  summary: 'List the packages of an image (Clair 4)',
  params: digestParams,
  handle: async ({ params, headers, caller }, context): Promise<RawAnswer> => {
    const contents = await findContents(context.db, caller.projects, params.digest);
    const validator = `"${indexerState(context)}"`;
    const scanned = await findScanned(await projectOfClient(context.db, caller), params.digest, context);
    if (isUnmodified({ headers }, validator) && scanned?.isCurrent === true) return new RawAnswer(304, { etag: validator });
    return answerAs('index_report', { headers }, 200, presentIndex(contents), { etag: validator });
  },
});

export const deleteIndexReport = route({
  ...shared,
  method: 'DELETE',
  path: '/indexer/api/v1/index_report/{digest}',
  access: 'editor',
  summary: 'Forget an image that was given as its layers (Clair 4)',
  params: digestParams,
  handle: async ({ params, caller }, { db }): Promise<RawAnswer> => {
    await forget(db, caller.projects, [params.digest]);
    return new RawAnswer(204, {});
  },
});

export const deleteIndexReports = route({
  ...shared,
  method: 'DELETE',
  path: '/indexer/api/v1/index_report',
  access: 'editor',
  summary: 'Forget images that were given as their layers (Clair 4)',
  bodyBytes: limits.peerRequestBytes,
  body: z.array(digest).max(limits.deletedManifests),
  handle: async ({ body, headers, caller }, { db }): Promise<RawAnswer> =>
    answerAs('bulk_delete', { headers }, 200, await forget(db, caller.projects, body)),
});

export const getIndexState = route({
  ...shared,
  method: 'GET',
  path: '/indexer/api/v1/index_state',
  access: 'viewer',
  summary: 'Tell whether images are worth indexing again (Clair 4)',
  handle: ({ headers }, context): Promise<RawAnswer> => {
    const state = indexerState(context);
    const fields = { etag: `"${state}"` };
    if (isUnmodified({ headers }, fields.etag)) return Promise.resolve(new RawAnswer(304, fields));
    return Promise.resolve(answerAs('index_state', { headers }, 200, { state }, fields));
  },
});

/** Those that were there. An image that was scanned in its registry stays: it is not Clair's to delete. */
async function forget(db: Kysely<Tables>, projects: readonly number[], digests: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ digest: string }>`
    with gone as (delete from layer_manifest where project_id = any(${[...projects]}::int[]) and digest = any(${[...digests]}::text[]) returning project_id, digest),
      images as (delete from image i using gone g where i.project_id = g.project_id and i.digest = g.digest and i.target->>'scheme' = 'layers')
    select distinct digest from gone order by 1`.execute(db);
  return rows.map((row) => row.digest);
}
