import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { noteAction } from '../../auth/note-action.ts';
import { hookFormats } from '../../hooks/hook-formats.ts';
import { type HookProof } from '../../hooks/hook-format.ts';
import { Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { readRegistry } from '../../registry/read-registry.ts';
import { deleteOfProject } from '../../queries/delete-of-project.ts';
import { projectOf } from '../../queries/projects.ts';
import { hook, madeHook, newHook } from '../../schema/hook.ts';
import { pageOf, rowId } from '../../schema/page.ts';

export const listHooks = route({
  method: 'GET',
  path: '/api/v1/hooks',
  access: 'owner',
  summary: 'List the hooks that registries notify',
  tag: 'hooks',
  status: 200,
  answer: pageOf(hook),
  handle: async ({ caller }, { db }) => {
    const rows = await db
      .selectFrom('hook as h')
      .innerJoin('project as p', 'p.id', 'h.project_id')
      .select(['h.id', 'p.name as project', 'h.name', 'h.format', 'h.registry', 'h.created_at'])
      .where('h.project_id', 'in', [...caller.projects])
      .orderBy('h.id')
      .execute();
    return {
      items: rows.map(({ created_at, ...row }) => ({
        ...row,
        path: pathOf(row.id, row.format, 'SECRET'),
        createdAt: created_at.toISOString(),
      })),
    };
  },
});

export const makeHook = route({
  method: 'POST',
  path: '/api/v1/hooks',
  access: 'owner',
  summary: 'Make a hook for a registry to notify; its secret is shown once',
  tag: 'hooks',
  body: newHook,
  status: 201,
  answer: madeHook,
  handle: async ({ body, caller }, context) => {
    const project = await projectOf(context.db, caller, body.project);
    const registry = readRegistry(body.registry, 'body.registry');
    await assertAllowedRegistry(registry, context);
    const secret = randomBytes(24).toString('base64url');
    const row = await context.db.transaction().execute(async (transaction) => {
      const made = await transaction
        .insertInto('hook')
        .values({
          project_id: project,
          name: body.name,
          format: body.format,
          registry,
          secret: context.keys.encrypt(secret, `hook ${project} ${body.name}`),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning(['id', 'created_at'])
        .executeTakeFirst();
      if (made === undefined) throw new Problem(409, `project ${body.project} has a hook ${JSON.stringify(body.name)}`);
      await noteAction(transaction, {
        caller,
        action: 'hook.make',
        subject: body.name,
        project,
        detail: { format: body.format, registry },
      });
      return made;
    });
    const { proof } = hookFormats.find(({ id }) => id === body.format)!;
    const path = pathOf(row.id, body.format, secret);
    return {
      id: row.id,
      project: body.project,
      name: body.name,
      format: body.format,
      registry,
      path,
      createdAt: row.created_at.toISOString(),
      secret,
      proof: describeProof(proof, secret),
    };
  },
});

export const deleteHook = route({
  method: 'DELETE',
  path: '/api/v1/hooks/{id}',
  access: 'owner',
  summary: 'Delete a hook',
  tag: 'hooks',
  params: z.strictObject({
    id: rowId,
  }),
  status: 200,
  answer: z.strictObject({ deleted: z.int() }),
  handle: ({ params: { id }, caller }, { db }) => deleteOfProject(db, 'hook', id, caller),
});

function pathOf(id: number, format: string, secret: string): string {
  const isInPath = hookFormats.find((each) => each.id === format)?.proof.kind === 'path';
  return isInPath ? `/hooks/${id}/${secret}` : `/hooks/${id}`;
}

function describeProof(proof: HookProof, secret: string): string {
  if (proof.kind === 'path') return 'in the address';
  return proof.kind === 'header'
    ? `${proof.name}: ${proof.prefix ?? ''}${secret}`
    : `${proof.name}: HMAC-${proof.algorithm.toUpperCase()} of the body`;
}
