import { sql } from 'kysely';
import { z } from 'zod';
import { route } from '../../http/route.ts';
import { readCursor, toPage, writeCursor } from '../../queries/cursor.ts';
import { auditEntry } from '../../schema/account.ts';
import { pageOf, pageQuery } from '../../schema/page.ts';

interface Row {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  project: string | null;
  detail: Record<string, unknown>;
  hash: string;
}

export const listAudit = route({
  method: 'GET',
  path: '/api/v1/audit',
  access: 'admin',
  summary: 'List who did what, the latest first; each entry has the hash of the one before it',
  tag: 'audit',
  query: z.strictObject(pageQuery),
  status: 200,
  answer: pageOf(auditEntry),
  handle: async ({ query: { limit, cursor } }, { db, keys }) => {
    const after = readCursor(keys, 'audit', cursor);
    const { rows } = await sql<Row>`
      select a.id::text as id, a.at, a.actor, a.action, a.subject, p.name as project, a.detail, a.hash from audit_entry a left join project p on p.id = a.project_id
      where ${after === undefined ? sql`true` : sql`a.id < ${after[0]}::bigint`} order by a.id desc limit ${limit + 1}`.execute(db);
    return toPage(
      rows,
      limit,
      ({ project, at, ...row }) => ({ ...row, at: at.toISOString(), ...(project === null ? {} : { project }) }),
      ({ id }) => writeCursor(keys, 'audit', [id]),
    );
  },
});
