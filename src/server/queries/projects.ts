import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Caller } from '../auth/caller.ts';
import { notFound } from '../http/problem.ts';

/** Ids of the projects that a request is about: the named one, or all where the caller has the role that the route asks for. One that they cannot see does not exist. */
export async function projectsOf(db: Kysely<Tables>, caller: Caller, name: string | undefined): Promise<number[]> {
  if (name === undefined) return [...caller.projects];
  return [await projectOf(db, caller, name)];
}

/** The one project that a request writes to. */
export async function projectOf(db: Kysely<Tables>, caller: Caller, name = 'default'): Promise<number> {
  const row = await db.selectFrom('project').select('id').where('name', '=', name).executeTakeFirst();
  if (row === undefined || !caller.projects.includes(row.id)) throw notFound(`project ${JSON.stringify(name)}`);
  return row.id;
}
