import { sql } from 'kysely';
import { z } from 'zod';
import { parseReference } from '../../../model/reference.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { toJson } from '../../../postgres/to-json.ts';
import { noteAction } from '../../auth/note-action.ts';
import { invalidField } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { readCursor, toPage, writeCursor } from '../../queries/cursor.ts';
import { inProjects } from '../../queries/in-projects.ts';
import { projectOf, projectsOf } from '../../queries/projects.ts';
import { repositoryId } from '../../queries/tags.ts';
import { assertAllowedRegistry } from '../../registry/assert-allowed-registry.ts';
import { repository, repositoryChange, watchSettings } from '../../schema/repository.ts';
import { pageOf, pageQuery, projectQuery } from '../../schema/page.ts';

interface Row {
  id: number;
  project: string;
  registry: string;
  name: string;
  is_enabled: boolean;
  watch: unknown;
  tags: number;
  checked_at: Date | null;
}

export const listRepositories = route({
  method: 'GET',
  path: '/api/v1/repositories',
  access: 'viewer',
  summary: 'List repositories',
  tag: 'repositories',
  query: z.strictObject({ ...pageQuery, ...projectQuery }),
  status: 200,
  answer: pageOf(repository),
  handle: async ({ query: { limit, cursor, project }, caller }, { db, keys }) => {
    const after = readCursor(keys, 'repositories', cursor);
    const { rows } = await sql<Row>`
      select r.id, p.name as project, r.registry, r.name, r.is_enabled, r.watch, r.checked_at, (select count(*)::int from tag t where t.repository_id = r.id) as tags
      from repository r join project p on p.id = r.project_id
      where ${inProjects('r.project_id', await projectsOf(db, caller, project))} ${after === undefined ? sql`` : sql`and (r.registry collate "C", r.name collate "C", r.id) > (${after[0]}, ${after[1]}, ${after[2]})`}
      order by r.registry collate "C", r.name collate "C", r.id limit ${limit + 1}`.execute(db);
    return toPage(rows, limit, toItem, (row) => writeCursor(keys, 'repositories', [row.registry, row.name, row.id]));
  },
});

export const setRepository = route({
  method: 'PUT',
  path: '/api/v1/repositories',
  access: 'editor',
  summary: 'Enable, disable or watch a repository; it is made if it is not known',
  tag: 'repositories',
  body: repositoryChange,
  status: 200,
  answer: repository,
  handle: async ({ body, caller }, context) => {
    const { db } = context;
    const project = await projectOf(db, caller, body.project);
    const { registry, repository: name } = readRepository(body.repository);
    await assertAllowedRegistry(registry, context);
    return db.transaction().execute(async (transaction) => {
      const id = await repositoryId(transaction, project, registry, name);
      const watch = body.watch === undefined ? {} : { watch: body.watch === null ? null : toJson(body.watch) };
      await transaction
        .updateTable('repository')
        .set({ is_enabled: body.isEnabled, ...watch })
        .where('id', '=', id)
        .execute();
      await noteAction(transaction, {
        caller,
        action: 'repository.set',
        subject: `${registry}/${name}`,
        project,
        detail: { isEnabled: body.isEnabled, watch: body.watch },
      });
      const { rows } = await sql<Row>`
        select r.id, p.name as project, r.registry, r.name, r.is_enabled, r.watch, r.checked_at, (select count(*)::int from tag t where t.repository_id = r.id) as tags
        from repository r join project p on p.id = r.project_id where r.id = ${id}`.execute(transaction);
      return toItem(rows[0]!);
    });
  },
});

function readRepository(text: string): { readonly registry: string; readonly repository: string } {
  try {
    const { registry, repository: name, tag, digest } = parseReference(text);
    if (digest !== undefined || (tag !== undefined && text.endsWith(`:${tag}`)))
      throw invalidField('body.repository', 'must have no tag and no digest');
    return { registry, repository: name };
  } catch (error) {
    if (error instanceof PratiqueError) throw invalidField('body.repository', error.message);
    throw error;
  }
}

function toItem({ id, project, registry, name, is_enabled, watch, tags, checked_at }: Row): z.input<typeof repository> {
  return {
    id,
    project,
    registry,
    name,
    isEnabled: is_enabled,
    ...(watch === null ? {} : { watch: watchSettings.parse(watch) }),
    tags,
    ...(checked_at === null ? {} : { checkedAt: checked_at.toISOString() }),
  };
}
