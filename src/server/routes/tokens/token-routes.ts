import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { type Tables } from '../../../postgres/tables.ts';
import { includesRole } from '../../auth/access.ts';
import { type Caller } from '../../auth/caller.ts';
import { noteAction } from '../../auth/note-action.ts';
import { hashToken, makeToken } from '../../auth/secrets.ts';
import { notFound, Problem } from '../../http/problem.ts';
import { route } from '../../http/route.ts';
import { projectOf } from '../../queries/projects.ts';
import { madeToken, newToken, token } from '../../schema/account.ts';
import { pageOf, rowId } from '../../schema/page.ts';

export const listTokens = route({
  method: 'GET',
  path: '/api/v1/tokens',
  access: 'owner',
  summary: 'List API tokens; their secrets are stored hashed and cannot be shown',
  tag: 'tokens',
  status: 200,
  answer: pageOf(token),
  handle: async ({ caller }, { db }) => {
    const rows = await selectTokens(db, caller);
    return {
      items: rows.map(({ id, name, role, is_admin, project, created_by, created_at, expires_at, used_at, revoked_at }) => ({
        id,
        name,
        role: role as 'viewer',
        isAdmin: is_admin,
        ...(project === null ? {} : { project }),
        createdBy: created_by,
        createdAt: created_at.toISOString(),
        ...(expires_at === null ? {} : { expiresAt: expires_at.toISOString() }),
        ...(used_at === null ? {} : { usedAt: used_at.toISOString() }),
        isRevoked: revoked_at !== null,
      })),
    };
  },
});

export const makeTokenRoute = route({
  method: 'POST',
  path: '/api/v1/tokens',
  access: 'owner',
  summary: 'Make an API token; it is shown once',
  tag: 'tokens',
  body: newToken,
  status: 201,
  answer: madeToken,
  handle: async ({ body, caller }, { db, runtime }) => {
    const project = body.project === undefined ? undefined : await projectOf(db, caller, body.project);
    if ((body.isAdmin || project === undefined) && !caller.isAdmin)
      throw new Problem(403, 'only administrators make tokens for all projects');
    if (project !== undefined && !includesRole(caller.roles.get(project)!, body.role))
      throw new Problem(403, `a token cannot have more rights than its maker`);
    const secret = makeToken();
    const expires_at = new Date(runtime.now().getTime() + body.expiresInDays * 86_400_000);
    const id = await db.transaction().execute(async (transaction) => {
      const values = {
        name: body.name,
        hash: hashToken(secret),
        role: body.role,
        is_admin: body.isAdmin,
        project_id: project ?? null,
        created_by: caller.name,
        expires_at,
      };
      const made = await transaction.insertInto('api_token').values(values).returning('id').executeTakeFirstOrThrow();
      await noteAction(transaction, {
        caller,
        action: 'token.make',
        subject: body.name,
        ...(project === undefined ? {} : { project }),
        detail: { role: body.role, isAdmin: body.isAdmin },
      });
      return made.id;
    });
    return { id, token: secret };
  },
});

export const revokeToken = route({
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  access: 'owner',
  summary: 'Revoke an API token, at once',
  tag: 'tokens',
  params: z.strictObject({
    id: rowId,
  }),
  status: 200,
  answer: z.strictObject({ revoked: z.int() }),
  handle: async ({ params: { id }, caller }, { db, runtime }) => {
    const found = (await selectTokens(db, caller)).find((row) => row.id === id);
    if (found === undefined) throw notFound(`token ${id}`);
    await db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('api_token')
        .set({ revoked_at: runtime.now() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
      await noteAction(transaction, { caller, action: 'token.revoke', subject: found.name });
    });
    return { revoked: id };
  },
});

interface TokenRow {
  id: number;
  name: string;
  role: string;
  is_admin: boolean;
  project: string | null;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  revoked_at: Date | null;
}

/** Owners see those of their projects, administrators all. */
async function selectTokens(db: Kysely<Tables>, { projects, isAdmin }: Caller): Promise<readonly TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    select t.id, t.name, t.role, t.is_admin, p.name as project, t.created_by, t.created_at, t.expires_at, t.used_at, t.revoked_at
    from api_token t left join project p on p.id = t.project_id where ${isAdmin} or t.project_id = any(${[...projects]}::int[]) order by t.id`.execute(
    db,
  );
  return rows;
}
