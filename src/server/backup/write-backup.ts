import { sql } from 'kysely';
import { type Runtime } from '../../model/runtime.ts';
import { listMigrations } from '../../postgres/migrate.ts';
import { type ServerDatabase } from '../../postgres/server-database.ts';
import { backupFormat, backupTables, type BackupHead } from './backup-format.ts';

const rowsAtOnce = 100;

/**
 * Everything that the server keeps, as lines of JSON that both databases read: one snapshot, while others may write. Secrets are in it as they are stored, encrypted under a key
 * that is not.
 */
export async function* writeBackup(database: ServerDatabase, toolVersion: string, runtime: Runtime): AsyncGenerator<string, void, undefined> {
  const migrations = await listMigrations(database);
  const head: BackupHead = { pratiqueBackup: backupFormat, toolVersion, at: runtime.now().toISOString(), migrations };
  yield `${JSON.stringify(head)}\n`;
  const transaction = await database.db.startTransaction().setIsolationLevel('repeatable read').execute();
  try {
    let rows = 0;
    for (const table of backupTables) {
      await sql`declare backup_rows no scroll cursor for select to_jsonb(t)::text as line from ${sql.table(table)} t`.execute(transaction);
      for (;;) {
        runtime.signal.throwIfAborted();
        const { rows: page } = await sql<{ line: string }>`fetch ${sql.lit(rowsAtOnce)} from backup_rows`.execute(transaction);
        if (page.length === 0) break;
        rows += page.length;
        yield page.map(({ line }) => `{"table":"${table}","row":${line}}\n`).join('');
        runtime.progress({ id: 'backup', label: 'rows', done: rows, unit: 'items' });
      }
      await sql`close backup_rows`.execute(transaction);
    }
    const jobs = await sql<{ line: string }>`
      select jsonb_build_object('job', name, 'data', data, 'key', singleton_key, 'priority', priority)::text as line from pgboss.job
      where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss%' order by created_on`.execute(transaction);
    yield jobs.rows.map(({ line }) => `${line}\n`).join('');
    yield `${JSON.stringify({ end: true, rows })}\n`;
  } finally {
    await transaction.rollback().execute();
  }
} // prettier-ignore
