import { Migrator, type Migration, type MigrationResultSet } from 'kysely';
import { PratiqueError } from '../model/pratique-error.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { migrations } from './migrations/migrations.ts';
import { type ServerDatabase } from './server-database.ts';

/**
 * Brings the schema up to date, all steps in one transaction and under PostgreSQL's advisory lock, so that processes that start together do it once. Throws
 * SERVER_DATABASE where the schema is of a later version of this program.
 */
export async function migrate(database: ServerDatabase): Promise<readonly string[]> {
  const done = await listMigrations(database);
  const unknown = done.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length > 0)
    throw new PratiqueError('SERVER_DATABASE', `the database was made by a newer version of pratique (${unknown.join(', ')})`, {
      hint: 'upgrade this pratique, or restore a backup made by this version',
    });
  return run(await migratorOf(database, migrations).migrateToLatest());
}

/** Makes the schema that these steps gave, in an empty database. Throws SERVER_DATABASE. */
export async function migrateTo(database: ServerDatabase, names: readonly string[]): Promise<readonly string[]> {
  const wanted = Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name)));
  return run(await migratorOf(database, wanted).migrateToLatest());
}

function migratorOf({ db }: ServerDatabase, wanted: Readonly<Record<string, Migration>>): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(wanted) } });
}

function run({ error, results = [] }: MigrationResultSet): readonly string[] {
  if (error !== undefined)
    throw new PratiqueError('SERVER_DATABASE', `the schema could not be brought up to date: ${messageOf(error)}`, { cause: error });
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
}

/** The steps that a database has. Asked before the migrator, which takes a step it does not know for a damaged list. */
export async function listMigrations({ db }: ServerDatabase): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const rows = await db.withTables<{ kysely_migration: { name: string } }>().selectFrom('kysely_migration').select('name').execute();
  return rows.map(({ name }) => name);
}
