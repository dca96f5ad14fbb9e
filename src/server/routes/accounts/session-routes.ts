import { type Kysely } from 'kysely';
import { z } from 'zod';
import { type Tables } from '../../../postgres/tables.ts';
import { type Caller } from '../../auth/caller.ts';
import { noteAction } from '../../auth/note-action.ts';
import { checkPassword } from '../../auth/passwords.ts';
import {
  authenticateSession,
  closeSession,
  formatSessionCookie,
  formTokenOf,
  openSession,
  readSessionCookie,
} from '../../auth/sessions.ts';
import { Problem } from '../../http/problem.ts';
import { RawAnswer, route } from '../../http/route.ts';
import { login, session } from '../../schema/account.ts';

const mostTries = 10;
const windowMs = 15 * 60_000;

/** Failed tries by name, in this process: a name that is tried too often waits, whether or not there is such an account. */
const tries = new Map<string, { count: number; since: number }>();

export const logIn = route({
  method: 'POST',
  path: '/api/v1/session',
  access: 'own',
  summary: 'Log in with a name and a password; the answer sets a cookie',
  tag: 'session',
  body: login,
  status: 200,
  answer: session,
  handle: async ({ body }, context) => {
    const { db, keys, runtime, settings } = context;
    const now = runtime.now();
    assertFewTries(body.name, now);
    const account = await db
      .selectFrom('account')
      .selectAll()
      .where('name', '=', body.name)
      .where('is_disabled', '=', false)
      .executeTakeFirst();
    if (!(await checkPassword(body.password, account?.password_hash)) || account === undefined) {
      noteTry(body.name, now);
      await db
        .transaction()
        .execute((transaction) =>
          noteAction(transaction, { caller: { name: 'nobody' }, action: 'session.refused', subject: body.name.slice(0, 100) }),
        );
      throw new Problem(401, 'the name or the password is not right');
    }
    tries.delete(body.name);
    const secret = await openSession(db, account.id, now);
    await db
      .transaction()
      .execute((transaction) =>
        noteAction(transaction, { caller: { name: `account ${account.name}` }, action: 'session.open', subject: account.name }),
      );
    const caller = await authenticateSession(db, secret, now);
    const cookie = formatSessionCookie(secret, settings.publicUrl?.startsWith('https:') === true);
    return new RawAnswer(
      200,
      { 'content-type': 'application/json; charset=utf-8', 'set-cookie': cookie },
      JSON.stringify({ ...(await describe(db, caller!)), formToken: formTokenOf(keys, secret) }),
    );
  },
});

export const whoAmI = route({
  method: 'GET',
  path: '/api/v1/session',
  access: 'signed-in',
  summary: 'Read who the caller is and what they may do',
  tag: 'session',
  status: 200,
  answer: session,
  handle: async ({ caller, headers }, { db, keys }) => {
    const secret = readSessionCookie(typeof headers['cookie'] === 'string' ? headers['cookie'] : undefined);
    return {
      ...(await describe(db, caller)),
      ...(secret === undefined || caller.kind !== 'account' ? {} : { formToken: formTokenOf(keys, secret) }),
    };
  },
});

export const logOut = route({
  method: 'DELETE',
  path: '/api/v1/session',
  access: 'signed-in',
  summary: 'Log out',
  tag: 'session',
  status: 200,
  answer: z.strictObject({ closed: z.boolean() }),
  handle: async ({ headers }, { db }) => {
    await closeSession(db, typeof headers['cookie'] === 'string' ? headers['cookie'] : undefined);
    return new RawAnswer(
      200,
      { 'content-type': 'application/json; charset=utf-8', 'set-cookie': formatSessionCookie('', false) },
      '{"closed":true}',
    );
  },
});

async function describe(db: Kysely<Tables>, { name, isAdmin, roles }: Caller): Promise<z.input<typeof session>> {
  const names = new Map((await db.selectFrom('project').select(['id', 'name']).execute()).map((row) => [row.id, row.name]));
  return { name, isAdmin, roles: [...roles].map(([id, role]) => ({ project: names.get(id) ?? '', role })) };
}

function assertFewTries(name: string, now: Date): void {
  const known = tries.get(name);
  if (known === undefined || known.count < mostTries) return;
  const leftMs = known.since + windowMs - now.getTime();
  if (leftMs > 0) throw new Problem(429, 'too many failed tries', { headers: { 'retry-after': String(Math.ceil(leftMs / 1_000)) } });
  tries.delete(name);
}

function noteTry(name: string, now: Date): void {
  const known = tries.get(name);
  if (tries.size > 10_000) tries.clear();
  tries.set(
    name,
    known === undefined || now.getTime() - known.since > windowMs
      ? { count: 1, since: now.getTime() }
      : { ...known, count: known.count + 1 },
  );
}
