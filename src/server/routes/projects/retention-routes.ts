import { z } from 'zod';
import { toJson } from '../../../postgres/to-json.ts';
import { noteAction } from '../../auth/note-action.ts';
import { route } from '../../http/route.ts';
import { projectOf } from '../../queries/projects.ts';
import { retention } from '../../schema/retention.ts';

const params = z.strictObject({ project: z.string().max(100) });

export const getRetention = route({
  method: 'GET',
  path: '/api/v1/projects/{project}/retention',
  access: 'viewer',
  summary: 'Read what a project keeps, and how long',
  tag: 'projects',
  params,
  status: 200,
  answer: retention,
  handle: async ({ params: { project }, caller }, { db }) => {
    const id = await projectOf(db, caller, project);
    const row = await db.selectFrom('project').select('retention').where('id', '=', id).executeTakeFirstOrThrow();
    return retention.parse(row.retention);
  },
});

export const setRetention = route({
  method: 'PUT',
  path: '/api/v1/projects/{project}/retention',
  access: 'owner',
  summary: 'Set what a project keeps, and how long; the daily job prune removes the rest',
  tag: 'projects',
  params,
  body: retention,
  status: 200,
  answer: retention,
  handle: async ({ params: { project }, body, caller }, { db }) => {
    const id = await projectOf(db, caller, project);
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('project')
        .set({ retention: toJson(body) })
        .where('id', '=', id)
        .execute();
      await noteAction(transaction, { caller, action: 'retention.set', subject: project, project: id, detail: body });
    });
    return body;
  },
});
