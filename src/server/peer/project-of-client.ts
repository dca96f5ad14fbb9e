import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Caller } from '../auth/caller.ts';
import { Problem } from '../http/problem.ts';

/** The project that a client of another scanner writes to, since its requests name none: that of its token, or `default`. */
export async function projectOfClient(db: Kysely<Tables>, { projects }: Caller): Promise<number> {
  const [only, ...others] = projects;
  if (only !== undefined && others.length === 0) return only;
  const row = await db.selectFrom('project').select('id').where('name', '=', 'default').executeTakeFirst();
  if (row === undefined || !projects.includes(row.id))
    throw new Problem(403, 'the token is for several projects; use one that is for one project');
  return row.id;
}
