import { z } from 'zod';
import { noteAction } from '../../auth/note-action.ts';
import { notFound } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { projectOf } from '../../queries/projects.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { readRegistry } from '../../registry/read-registry.ts';
import { newRegistryCredential, registryCredential } from '../../schema/registry.ts';
import { pageOf } from '../../schema/page.ts';

export const listRegistries = route({
  method: 'GET',
  path: '/api/v1/registries',
  access: 'owner',
  summary: 'List the registries that a project has credentials for',
  tag: 'registries',
  status: 200,
  answer: pageOf(registryCredential),
  handle: async ({ caller }, { db }) => ({
    items: await db
      .selectFrom('registry_credential as c')
      .innerJoin('project as p', 'p.id', 'c.project_id')
      .select(['p.name as project', 'c.host', 'c.username'])
      .where('c.project_id', 'in', [...caller.projects])
      .orderBy('c.host')
      .orderBy('c.id')
      .execute(),
  }),
});

export const setRegistry = route({
  method: 'PUT',
  path: '/api/v1/registries',
  access: 'owner',
  summary: 'Store the credentials of a project for a registry',
  tag: 'registries',
  body: newRegistryCredential,
  status: 200,
  answer: registryCredential,
  handle: async ({ body, caller }, context) => {
    const { db, keys } = context;
    const project = await projectOf(db, caller, body.project);
    const host = readRegistry(body.host, 'body.host');
    await assertAllowedRegistry(host, context);
    const secret = { username: body.username, password: keys.encrypt(body.password, `registry ${project} ${host}`) };
    await db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('registry_credential')
        .values({ project_id: project, host, ...secret })
        .onConflict((conflict) => conflict.columns(['project_id', 'host']).doUpdateSet(secret))
        .execute();
      await noteAction(transaction, { caller, action: 'registry.set', subject: host, project, detail: { username: body.username } });
    });
    return { project: body.project, host, username: body.username };
  },
});

export const deleteRegistry = route({
  method: 'DELETE',
  path: '/api/v1/registries/{host}',
  access: 'owner',
  summary: 'Delete the credentials for a registry',
  tag: 'registries',
  params: z.strictObject({ host: z.string().max(300) }),
  query: z.strictObject({ project: z.string().max(100).default('default') }),
  status: 200,
  answer: z.strictObject({ deleted: z.string() }),
  handle: async ({ params: { host }, query, caller }, { db }) => {
    const project = await projectOf(db, caller, query.project);
    return db.transaction().execute(async (transaction) => {
      const gone = await transaction
        .deleteFrom('registry_credential')
        .where('project_id', '=', project)
        .where('host', '=', host)
        .returning('id')
        .executeTakeFirst();
      if (gone === undefined) throw notFound(`a credential for ${host}`);
      await noteAction(transaction, { caller, action: 'registry.delete', subject: host, project });
      return { deleted: host };
    });
  },
});
