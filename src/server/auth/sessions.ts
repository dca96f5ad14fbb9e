import { randomBytes } from 'node:crypto';
import { type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { type Role } from './access.ts';
import { type Caller } from './caller.ts';
import { hashToken, isSameSecret, type ServerKeys } from './secrets.ts';

const sessionHours = 12;
export const sessionCookie = 'pratique_session';

/** A new session after a log-in: what the browser keeps, and what its requests that change something have to prove. */
export async function openSession(db: Kysely<Tables>, accountId: number, now: Date): Promise<string> {
  const session = randomBytes(32).toString('base64url');
  const expires_at = new Date(now.getTime() + sessionHours * 3_600_000);
  await db
    .insertInto('session')
    .values({ hash: hashToken(session), account_id: accountId, expires_at })
    .execute();
  return session;
}

export async function closeSession(db: Kysely<Tables>, cookie: string | undefined): Promise<void> {
  const session = readSessionCookie(cookie);
  if (session !== undefined) await db.deleteFrom('session').where('hash', '=', hashToken(session)).execute();
}

/** Who a session belongs to; `undefined` for one that is not or no longer valid. */
export async function authenticateSession(db: Kysely<Tables>, session: string, now: Date): Promise<Caller | undefined> {
  const account = await db
    .selectFrom('session as s')
    .innerJoin('account as a', 'a.id', 's.account_id')
    .select(['a.id', 'a.name', 'a.is_admin'])
    .where('s.hash', '=', hashToken(session))
    .where('s.expires_at', '>', now)
    .where('a.is_disabled', '=', false)
    .executeTakeFirst();
  if (account === undefined) return undefined;
  const rows = account.is_admin
    ? (await db.selectFrom('project').select('id').execute()).map(({ id }) => ({ project_id: id, role: 'owner' }))
    : await db.selectFrom('membership').select(['project_id', 'role']).where('account_id', '=', account.id).execute();
  const roles = new Map(rows.map(({ project_id, role }) => [project_id, role as Role]));
  return { name: `account ${account.name}`, kind: 'account', accountId: account.id, isAdmin: account.is_admin, roles, projects: [] };
}

/** Sent by our own pages with each request that changes something; another site can send the cookie, but cannot know this. */
export function formTokenOf(keys: ServerKeys, session: string): string {
  return keys.sign(`form ${session}`);
}

export function isFormTokenOf(keys: ServerKeys, session: string, given: string | readonly string[] | undefined): boolean {
  return typeof given === 'string' && isSameSecret(given, formTokenOf(keys, session));
}

export function readSessionCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === sessionCookie && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/** `Secure` where people reach the server by https; SameSite keeps it from other sites' requests. */
export function formatSessionCookie(session: string, isSecure: boolean): string {
  const rest = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return session === '' ? `${sessionCookie}=; ${rest}; Max-Age=0` : `${sessionCookie}=${session}; ${rest}; Max-Age=${sessionHours * 3_600}`;
}
