import { sql, type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { hashToken, makeToken } from './secrets.ts';

/** The token of the first administrator, once: `undefined` where a token or an account exists already. Processes that start together make one. */
export async function makeFirstToken(db: Kysely<Tables>): Promise<string | undefined> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(7073412)`.execute(transaction);
    const { rows } = await sql<{ any: boolean }>`select exists (select 1 from api_token) or exists (select 1 from account) as any`.execute(
      transaction,
    );
    if (rows[0]?.any === true) return undefined;
    const token = makeToken();
    await transaction
      .insertInto('api_token')
      .values({ name: 'first administrator', hash: hashToken(token), is_admin: true, role: 'owner', created_by: 'setup', expires_at: null })
      .execute();
    return token;
  });
}
