import { sql } from 'kysely';
import { z } from 'zod';
import { noteAction } from '../../auth/note-action.ts';
import { Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { policySettings, policySettingsOf } from '../../policy/policy-of.ts';
import { projectOf } from '../../queries/projects.ts';
import { newProject, project } from '../../schema/account.ts';
import { pageOf } from '../../schema/page.ts';
import { toJson } from '../../../postgres/to-json.ts';
import { judgeImagesOfProject } from '../../ingest/judge-images.ts';

export const listProjects = route({
  method: 'GET',
  path: '/api/v1/projects',
  access: 'viewer',
  summary: 'List projects',
  tag: 'projects',
  status: 200,
  answer: pageOf(project),
  handle: async ({ caller }, { db }) => {
    const { rows } = await sql<{ name: string; created_at: Date; images: number }>`
      select p.name, p.created_at, (select count(*)::int from image i where i.project_id = p.id) as images from project p
      where p.id = any(${[...caller.projects]}::int[]) order by p.name, p.id`.execute(db);
    return { items: rows.map(({ name, created_at, images }) => ({ name, createdAt: created_at.toISOString(), images })) };
  },
});

export const makeProject = route({
  method: 'POST',
  path: '/api/v1/projects',
  access: 'admin',
  summary: 'Make a project',
  tag: 'projects',
  body: newProject,
  status: 201,
  answer: project,
  handle: ({ body: { name }, caller }, { db }) =>
    db.transaction().execute(async (transaction) => {
      const row = await transaction
        .insertInto('project')
        .values({ name })
        .onConflict((conflict) => conflict.doNothing())
        .returning(['id', 'created_at'])
        .executeTakeFirst();
      if (row === undefined) throw new Problem(409, `project ${JSON.stringify(name)} exists`);
      await noteAction(transaction, { caller, action: 'project.make', subject: name, project: row.id });
      return { name, createdAt: row.created_at.toISOString(), images: 0 };
    }),
});

const params = z.strictObject({ project: z.string().max(100) });

export const getPolicy = route({
  method: 'GET',
  path: '/api/v1/projects/{project}/policy',
  access: 'viewer',
  summary: 'Read what the images of a project are judged by',
  tag: 'projects',
  params,
  status: 200,
  answer: policySettings,
  handle: async ({ params: { project: name }, caller }, { db }) => policySettingsOf(db, await projectOf(db, caller, name)),
});

export const setPolicy = route({
  method: 'PUT',
  path: '/api/v1/projects/{project}/policy',
  access: 'owner',
  summary: 'Set what the images of a project are judged by; they are judged again',
  tag: 'projects',
  params,
  body: policySettings,
  status: 200,
  answer: policySettings,
  handle: async ({ params: { project: name }, body, caller }, { db }) => {
    const id = await projectOf(db, caller, name);
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('project')
        .set({ policy: toJson(body) })
        .where('id', '=', id)
        .execute();
      await judgeImagesOfProject(transaction, id);
      await noteAction(transaction, { caller, action: 'policy.set', subject: name, project: id, detail: body });
    });
    return body;
  },
});
