import { type Kysely } from 'kysely';
import { type Tables } from './tables.ts';

/** An open database. Both kinds have the same tables and are asked with the same SQL. */
export interface ServerDatabase extends AsyncDisposable {
  /** `embedded` is one process with one connection; `remote` is a PostgreSQL server that other processes may use too. */
  readonly kind: 'embedded' | 'remote';
  readonly db: Kysely<Tables>;
  /** For the queue, which brings its own SQL; without values the text may have several statements. */
  executeSql(text: string, values?: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;
}
