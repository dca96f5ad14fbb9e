import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Role } from './access.ts';
import { nobody, type Caller } from './caller.ts';
import { type ServerContext } from '../server-context.ts';
import { Problem } from '../http/problem.ts';
import { hashToken } from './secrets.ts';
import { authenticateSession, isFormTokenOf, readSessionCookie } from './sessions.ts';

export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** Proof that a request of a browser was made by our own pages. */
  readonly formToken: string | readonly string[] | undefined;
  readonly method: string;
}

/** Who makes a request: {@link nobody} without credentials, `undefined` with ones that are not valid. A token wins over a session. */
export async function authenticate(given: Credentials, { db, keys, runtime }: ServerContext): Promise<Caller | undefined> {
  const session = readSessionCookie(given.cookie);
  if (given.authorization !== undefined || session === undefined) return authenticateToken(db, given.authorization, runtime.now());
  if (given.method !== 'GET' && !isFormTokenOf(keys, session, given.formToken))
    throw new Problem(403, 'x-pratique-form is missing or is not that of this session');
  // A session that has ended is like none: the page asks its user to log in.
  return (await authenticateSession(db, session, runtime.now())) ?? nobody;
}

/** Who a request's `authorization` says it is: `Bearer TOKEN`, or `Basic` with a token as the password, as older clients send it. `undefined` for a token that is not or no longer valid. */
export async function authenticateToken(db: Kysely<Tables>, authorization: string | undefined, now: Date): Promise<Caller | undefined> {
  if (authorization === undefined) return nobody;
  const token = readToken(authorization);
  if (token === undefined) return undefined;
  const row = await db
    .selectFrom('api_token')
    .selectAll()
    .where('hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await noteUse(db, row.id, row.used_at, now);
  const projects = row.project_id !== null && !row.is_admin ? [row.project_id] : await listProjectIds(db);
  const role: Role = row.is_admin ? 'owner' : (row.role as Role);
  return {
    name: `token ${row.name}`,
    kind: 'token',
    isAdmin: row.is_admin,
    roles: new Map(projects.map((id) => [id, role])),
    projects: [],
  };
}

export async function listProjectIds(db: Kysely<Tables>): Promise<readonly number[]> {
  return (await db.selectFrom('project').select('id').orderBy('id').execute()).map(({ id }) => id);
}

function readToken(authorization: string): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  return basic === undefined
    ? undefined
    : Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
}

const useIntervalMs = 60_000;

/** Once a minute is exact enough to tell which tokens nobody uses. */
async function noteUse(db: Kysely<Tables>, id: number, usedAt: Date | null, now: Date): Promise<void> {
  if (usedAt !== null && now.getTime() - usedAt.getTime() < useIntervalMs) return;
  await db.updateTable('api_token').set({ used_at: now }).where('id', '=', id).execute();
}
