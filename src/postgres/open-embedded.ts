import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely } from 'kysely';
import { makeDirectory } from '../lib/file/make-directory.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { lockFolder } from './lock-folder.ts';
import { EmbeddedDialect } from './embedded-dialect.ts';
import { type ServerDatabase } from './server-database.ts';
import { type Tables } from './tables.ts';

/** Opens PostgreSQL inside this process, with its files in `folder`, which it makes. Throws SERVER_DATABASE, also if another process has it open. */
export async function openEmbedded(folder: string): Promise<ServerDatabase> {
  makeDirectory(folder);
  const unlock = lockFolder(folder);
  try {
    const engine = await PGlite.create({ dataDir: join(folder, 'postgres') });
    const dialect = new EmbeddedDialect(engine);
    const db = new Kysely<Tables>({ dialect });
    return {
      kind: 'embedded',
      db,
      executeSql: async (text, values = []) => {
        // The queue's scripts have several statements, which only the simple protocol takes.
        if (values.length === 0) return dialect.runScript(text);
        const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
        return { rows };
      },
      [Symbol.asyncDispose]: async () => {
        await db.destroy();
        unlock();
      },
    };
  } catch (cause) {
    unlock();
    throw new PratiqueError('SERVER_DATABASE', `cannot open the database in ${folder}: ${messageOf(cause)}`, { cause });
  }
}
