import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { messageOf } from '../lib/text/message-of.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type ServerDatabase } from './server-database.ts';
import { type Tables } from './tables.ts';

const connections = 20;
const connectTimeoutMs = 5_000;
/** A query that runs longer than any of ours holds locks that others wait for. */
const statementTimeoutMs = 120_000;

/** Connects to a PostgreSQL server. Throws SERVER_DATABASE, without the password of the URL. */
export async function openRemote(url: string): Promise<ServerDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'pratique',
  });
  // An idle connection that breaks is replaced at the next query, which tells its caller if that fails too.
  pool.on('error', () => undefined);
  try {
    await pool.query('select 1');
  } catch (cause) {
    await pool.end();
    throw new PratiqueError('SERVER_DATABASE', `cannot connect to the database at ${placeOf(url)}: ${messageOf(cause)}`, { cause });
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'remote',
    db,
    executeSql: async (text, values) => {
      // Several statements give several results.
      const results = [await pool.query(text, values === undefined ? undefined : [...values])].flat();
      return { rows: (results.findLast(({ rows }) => rows.length > 0)?.rows ?? []) as unknown[] };
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'the given URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
