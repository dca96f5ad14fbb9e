import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Caller } from '../auth/caller.ts';
import { noteAction } from '../auth/note-action.ts';
import { notFound } from '../http/problem.ts';

/** Deletes what a project of the caller has, and notes who did it. Throws 404 for what other projects have, as if there were none. */
export function deleteOfProject(
  db: Kysely<Tables>,
  kind: 'hook' | 'receiver',
  id: number,
  caller: Caller,
): Promise<{ readonly deleted: number }> {
  return db.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom(kind)
      .where('id', '=', id)
      .where('project_id', 'in', [...caller.projects])
      .returning(['name', 'project_id'])
      .executeTakeFirst();
    if (gone === undefined) throw notFound(`${kind} ${id}`);
    await noteAction(transaction, { caller, action: `${kind}.delete`, subject: gone.name, project: gone.project_id });
    return { deleted: id };
  });
}
