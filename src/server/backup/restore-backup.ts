import { sql, type Transaction } from 'kysely';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { listMigrations, migrate, migrateTo } from '../../postgres/migrate.ts';
import { migrations } from '../../postgres/migrations/migrations.ts';
import { type ServerDatabase } from '../../postgres/server-database.ts';
import { type Tables } from '../../postgres/tables.ts';
import { toJson } from '../../postgres/to-json.ts';
import { jobs } from '../jobs/jobs.ts';
import { Queue } from '../queue/queue.ts';
import { backupFormat, backupTables, type BackupHead, type BackupLine } from './backup-format.ts';

const rowsAtOnce = 200;

export interface Restored {
  readonly rows: number;
  readonly jobs: number;
  /** When the backup was made. */
  readonly at: string;
}

/**
 * Fills an empty database from the lines of a backup, all rows in one transaction: a backup that ends early leaves nothing behind. Jobs that waited are put in
 * again. Throws SERVER_DATABASE for a database that is not empty, for a backup of a newer version, and for one that is damaged.
 */
export async function restoreBackup(database: ServerDatabase, lines: AsyncIterable<string>, runtime: Runtime): Promise<Restored> {
  const read = lines[Symbol.asyncIterator]();
  const head = parseHead((await read.next()).value as string | undefined);
  if (!(await isEmpty(database, head.migrations)))
    throw new PratiqueError('SERVER_DATABASE', 'the database is not empty', { hint: 'restore into a new folder, or into a new database' });
  await migrateTo(database, head.migrations);
  const waiting: Extract<BackupLine, { readonly job: string }>[] = [];
  const rows = await database.db.transaction().execute(async (transaction) => {
    for (const table of [...backupTables].reverse())
      if (await hasTable(transaction, table)) if (table !== 'audit_entry') await sql`delete from ${sql.table(table)}`.execute(transaction);
    return insertLines(transaction, read, (job) => waiting.push(job), runtime);
  });
  await migrate(database);
  const queue = await Queue.start(database, jobs, { supervises: false });
  try {
    const known = new Set(jobs.map(({ name }) => name));
    for (const { job, data, key, priority } of waiting)
      if (known.has(job)) await queue.enqueue(job, data, { priority, ...(key === null ? {} : { key }) });
  } finally {
    await queue.stop();
  }
  return { rows, jobs: waiting.length, at: head.at };
}

/** No schema yet, or that of a restore which failed: it leaves no rows behind. */
async function isEmpty(database: ServerDatabase, names: readonly string[]): Promise<boolean> {
  const done = await listMigrations(database);
  if (done.length === 0) return true;
  if (done.some((name) => !names.includes(name))) return false;
  const { rows } = await sql<{ used: boolean }>`
    select exists (select 1 from image) or exists (select 1 from api_token) or exists (select 1 from account) or exists (select 1 from audit_entry) as used`.execute(
    database.db,
  );
  return rows[0]?.used === false;
}

function parseHead(line: string | undefined): BackupHead {
  const head = parse(line ?? '') as Partial<BackupHead> | undefined;
  if (head?.pratiqueBackup === undefined || head.migrations === undefined) throw damaged('it does not begin like a backup');
  const unknown = head.migrations.filter((name) => !Object.hasOwn(migrations, name));
  if (head.pratiqueBackup > backupFormat || unknown.length > 0)
    throw new PratiqueError('SERVER_DATABASE', `the backup was made by a newer version of pratique (${head.toolVersion ?? 'unknown'})`, {
      hint: 'upgrade this pratique',
    });
  return head as BackupHead;
}

async function insertLines(
  db: Transaction<Tables>,
  lines: AsyncIterator<string>,
  onJob: (job: Extract<BackupLine, { readonly job: string }>) => void,
  runtime: Runtime,
): Promise<number> {
  let rows = 0;
  let table: keyof Tables | undefined;
  let pending: object[] = [];
  const flush = async (): Promise<void> => {
    if (table !== undefined && pending.length > 0) await insertRows(db, table, pending);
    pending = [];
  };
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    runtime.signal.throwIfAborted();
    const line = parse(next.value) as BackupLine | undefined;
    if (line === undefined) throw damaged('a line is not JSON');
    if ('end' in line) {
      await flush();
      if (line.rows !== rows) throw damaged(`it has ${rows} rows of ${line.rows}`);
      await resetCounters(db);
      return rows;
    }
    if ('job' in line) {
      onJob(line);
      continue;
    }
    if (!backupTables.includes(line.table)) throw damaged('it names a table that is not known');
    if (line.table !== table || pending.length >= rowsAtOnce) await flush();
    table = line.table;
    pending.push(line.row);
    rows += 1;
    runtime.progress({ id: 'restore', label: 'rows', done: rows, unit: 'items' });
  }
  throw damaged('it ends early');
}

async function insertRows(db: Transaction<Tables>, table: keyof Tables, rows: readonly object[]): Promise<void> {
  const name = sql.table(table);
  await sql`insert into ${name} overriding system value select * from jsonb_populate_recordset(null::${name}, ${toJson(rows)}::jsonb)`.execute(db);
} // prettier-ignore

/** Numbers of new rows go on where those of the backup ended. */
async function resetCounters(db: Transaction<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string; sequence: string }>`
    select c.table_name as name, pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) as sequence
    from information_schema.columns c where c.table_schema = 'public' and c.is_identity = 'YES' and c.column_name = 'id'`.execute(db);
  for (const { name, sequence } of rows)
    await sql`select setval(${sequence}::regclass, coalesce((select max(id) from ${sql.table(name)}), 0) + 1, false)`.execute(db);
} // prettier-ignore

async function hasTable(db: Transaction<Tables>, table: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select to_regclass(${table}) is not null as has`.execute(db);
  return rows[0]?.has === true;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function damaged(reason: string): PratiqueError {
  return new PratiqueError('SERVER_DATABASE', `the backup is damaged: ${reason}; nothing was restored`, { hint: 'use another backup' });
}
