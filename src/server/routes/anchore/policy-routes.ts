import { type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readAnchoreBundle } from '../../../policy/anchore/read-anchore-bundle.ts';
import { type PolicyBundleRow, type Tables } from '../../../postgres/tables.ts';
import { noteAction } from '../../auth/note-action.ts';
import { notFound, Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { projectOfClient } from '../../peer/project-of-client.ts';
import { anchoreApi, jsonAnswer, tag } from './anchore-api.ts';

const shared = { tag, peer: anchoreApi } as const;
const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u, 'must have no control characters');
const params = z.object({ name });
const query = z.object({ detail: z.string().optional() });

export const listPolicies = route({
  ...shared,
  method: 'GET',
  path: '/v1/policies',
  access: 'viewer',
  summary: 'List policy bundles (Anchore)',
  query,
  handle: async ({ query: { detail }, caller }, { db }): Promise<RawAnswer> => {
    const rows = await db
      .selectFrom('policy_bundle')
      .selectAll()
      .where('project_id', 'in', [...caller.projects])
      .orderBy('created_at')
      .limit(1_000)
      .execute();
    return jsonAnswer(rows.map((row) => present(row, isTrue(detail))));
  },
});

export const getPolicy = route({
  ...shared,
  method: 'GET',
  path: '/v1/policies/{name}',
  access: 'viewer',
  summary: 'Read a policy bundle (Anchore)',
  params,
  query,
  handle: async ({ params: { name: wanted }, query: { detail }, caller }, { db }): Promise<RawAnswer> => {
    const row = await findBundle(db, caller.projects, wanted);
    if (row === undefined) throw notFound(`policy ${JSON.stringify(wanted)}`);
    return jsonAnswer([present(row, isTrue(detail))]);
  },
});

export const addPolicy = route({
  ...shared,
  method: 'POST',
  path: '/v1/policies',
  access: 'owner',
  summary: 'Add a policy bundle (Anchore)',
  bodyBytes: limits.peerRequestBytes,
  body: z.looseObject({ id: name }),
  query,
  handle: async ({ body, caller }, { db }): Promise<RawAnswer> => {
    const project = await projectOfClient(db, caller);
    const content = JSON.stringify(body, undefined, 1);
    assertBundle(content, body.id);
    const row = await db.transaction().execute(async (transaction) => {
      await noteAction(transaction, { caller, action: 'policy-bundle.add', subject: body.id, project });
      return transaction
        .insertInto('policy_bundle')
        .values({ project_id: project, name: body.id, content })
        .onConflict((conflict) => conflict.columns(['project_id', 'name']).doUpdateSet({ content, updated_at: new Date() }))
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    return jsonAnswer(present(row, true));
  },
});

/** `anchore-cli policy activate` sends the record back, with `active`. */
export const changePolicy = route({
  ...shared,
  method: 'PUT',
  path: '/v1/policies/{name}',
  access: 'owner',
  summary: 'Activate or replace a policy bundle (Anchore)',
  bodyBytes: limits.peerRequestBytes,
  params,
  query: z.object({ active: z.string().optional() }),
  body: z.object({ active: z.boolean().optional(), policybundle: z.looseObject({ id: name }).optional() }),
  handle: async ({ params: { name: wanted }, body, query: asked, caller }, { db }): Promise<RawAnswer> => {
    const project = await projectOfClient(db, caller);
    if ((await findBundle(db, [project], wanted)) === undefined) throw notFound(`policy ${JSON.stringify(wanted)}`);
    const content = body.policybundle === undefined ? undefined : JSON.stringify(body.policybundle, undefined, 1);
    if (content !== undefined) assertBundle(content, wanted);
    const isActive = body.active === true || isTrue(asked.active);
    const row = await db.transaction().execute(async (transaction) => {
      await noteAction(transaction, {
        caller,
        action: isActive ? 'policy-bundle.activate' : 'policy-bundle.change',
        subject: wanted,
        project,
      });
      // One decides; another that was active is not any more.
      if (isActive) await transaction.updateTable('policy_bundle').set({ is_active: false }).where('project_id', '=', project).execute();
      return transaction
        .updateTable('policy_bundle')
        .set({ is_active: isActive, updated_at: new Date(), ...(content === undefined ? {} : { content }) })
        .where('project_id', '=', project)
        .where('name', '=', wanted)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    return jsonAnswer([present(row, true)]);
  },
});

export const deletePolicy = route({
  ...shared,
  method: 'DELETE',
  path: '/v1/policies/{name}',
  access: 'owner',
  summary: 'Delete a policy bundle (Anchore)',
  params,
  handle: async ({ params: { name: wanted }, caller }, { db }): Promise<RawAnswer> => {
    const row = await findBundle(db, caller.projects, wanted);
    if (row === undefined) throw notFound(`policy ${JSON.stringify(wanted)}`);
    if (row.is_active) throw new Problem(400, 'the policy is active; activate another first');
    await db.transaction().execute(async (transaction) => {
      await noteAction(transaction, { caller, action: 'policy-bundle.delete', subject: wanted, project: row.project_id });
      await transaction.deleteFrom('policy_bundle').where('project_id', '=', row.project_id).where('name', '=', wanted).execute();
    });
    return new RawAnswer(200, { 'content-type': 'application/json' }, '"deleted"');
  },
});

export function findBundle(
  db: Kysely<Tables>,
  projects: readonly number[],
  wanted: string,
): Promise<Selectable<PolicyBundleRow> | undefined> {
  return db
    .selectFrom('policy_bundle')
    .selectAll()
    .where('project_id', 'in', [...projects])
    .where('name', '=', wanted)
    .orderBy('project_id')
    .executeTakeFirst();
}

function assertBundle(content: string, id: string): void {
  try {
    readAnchoreBundle(content, id);
  } catch (error) {
    if (error instanceof PratiqueError) throw new Problem(400, `invalid policy bundle: ${error.message}`);
    throw error;
  }
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

function present({ name: id, content, is_active, created_at, updated_at }: Selectable<PolicyBundleRow>, isDetailed: boolean): object {
  return {
    policyId: id,
    active: is_active,
    policy_source: 'local',
    created_at: created_at.toISOString(),
    last_updated: updated_at.toISOString(),
    userId: 'admin',
    ...(isDetailed ? { policybundle: JSON.parse(content) as unknown } : {}),
  };
}
