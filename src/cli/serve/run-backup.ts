import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { serverDatabaseUrl } from '../../config/server-settings.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type DatabasePlace } from '../../postgres/open-server-database.ts';
import { optionValue, type CommandContext, type CommandInput } from '../command.ts';
import { assertServerLibraries } from './assert-server-libraries.ts';

export async function runBackup(input: CommandInput, context: CommandContext): Promise<number> {
  await assertServerLibraries();
  const [file = ''] = input.arguments;
  if (existsSync(file)) throw new PratiqueError('USAGE', `${file} exists`, { hint: 'give a new name' });
  const place = placeOf(input, context);
  if ('folder' in place && !existsSync(join(place.folder, 'postgres')))
    throw new PratiqueError('SERVER_DATABASE', `${place.folder} has no database of a server`, { hint: 'give its folder with --data' });
  const { openServerDatabase } = await import('../../postgres/open-server-database.ts');
  const { writeBackup } = await import('../../server/backup/write-backup.ts');
  await using database = await openServerDatabase(place);
  try {
    await pipeline(
      writeBackup(database, context.toolVersion, context.runtime),
      createGzip(),
      createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
    );
  } catch (cause) {
    rmSync(file, { force: true });
    if (cause instanceof PratiqueError || systemCodeOf(cause) === undefined) throw cause;
    throw new PratiqueError('SERVER_DATABASE', `the backup could not be written to ${file}`, { cause, hint: 'check the path and the free space' });
  }
  context.output.note(`pratique: wrote ${file}; the key of the server is not in it`);
  return exitCodes.passed;
} // prettier-ignore

export async function runRestore(input: CommandInput, context: CommandContext): Promise<number> {
  await assertServerLibraries();
  const [file = ''] = input.arguments;
  if (!existsSync(file)) throw new PratiqueError('USAGE', `${file} does not exist`, { hint: 'give a file of "pratique serve backup"' });
  const { openServerDatabase } = await import('../../postgres/open-server-database.ts');
  const { restoreBackup } = await import('../../server/backup/restore-backup.ts');
  await using database = await openServerDatabase(placeOf(input, context));
  const { rows, jobs, at } = await restoreBackup(database, linesOf(file), context.runtime);
  context.output.note(`pratique: restored the backup of ${at}: ${rows} rows, ${jobs} waiting jobs`);
  return exitCodes.passed;
}

/** A file that is cut, or is not gzip, is a damaged backup. */
async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
  const source = createReadStream(file);
  const plain = createGunzip();
  const failed = new Promise<never>((_, reject) => {
    for (const stream of [source, plain]) stream.once('error', reject);
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: source.pipe(plain), crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), failed]);
      if (next.done === true) return;
      yield next.value;
    }
  } catch (cause) {
    throw new PratiqueError('SERVER_DATABASE', `${file} cannot be read to its end: the backup is damaged; nothing was restored`, { cause, hint: 'use another backup' });
  } finally {
    source.destroy();
  }
} // prettier-ignore

function placeOf(input: CommandInput, { cacheDirectory }: CommandContext): DatabasePlace {
  const url = optionValue(input, 'database') ?? serverDatabaseUrl();
  return url === undefined ? { folder: optionValue(input, 'data') ?? join(cacheDirectory, 'server') } : { url };
}
