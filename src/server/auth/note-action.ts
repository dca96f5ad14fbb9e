import { hash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { type Caller } from './caller.ts';

export interface NotedAction {
  readonly caller: Pick<Caller, 'name'>;
  /** `token.make`, `hook.delete`. */
  readonly action: string;
  readonly subject: string;
  readonly project?: number;
  /** Never a secret. */
  readonly detail?: object;
}

/** Adds to the audit log, in the transaction of what was done. Each entry has the hash of the one before it, so that a changed or missing one shows. */
export async function noteAction(db: Transaction<Tables>, { caller, action, subject, project, detail = {} }: NotedAction): Promise<void> {
  await sql`select pg_advisory_xact_lock(7073413)`.execute(db);
  const last = await db.selectFrom('audit_entry').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const at = new Date();
  const previous = last?.hash ?? '';
  await db
    .insertInto('audit_entry')
    .values({
      at,
      actor: caller.name,
      action,
      subject,
      project_id: project ?? null,
      detail: toJson(detail),
      previous_hash: previous,
      hash: entryHash({ at, actor: caller.name, action, subject, previous }),
    })
    .execute();
}

export function entryHash({
  at,
  actor,
  action,
  subject,
  previous,
}: {
  at: Date;
  actor: string;
  action: string;
  subject: string;
  previous: string;
}): string {
  return hash('sha256', JSON.stringify([previous, at.toISOString(), actor, action, subject]));
}
