import { sql, type Kysely } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';

/** Whether a message comes for the first time. Kept for {@link rememberDays}; a message may not be older than that. */
export async function noteDelivery(db: Kysely<Tables>, hookId: number, key: string): Promise<boolean> {
  const { rows } =
    await sql`insert into hook_delivery (hook_id, key) values (${hookId}, ${key}) on conflict do nothing returning hook_id`.execute(db);
  return rows.length > 0;
}

export const rememberDays = 30;
