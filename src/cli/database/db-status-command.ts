import { existsSync } from 'node:fs';
import { databaseDirectory } from '../../config/database-directory.ts';
import { hasOption, optionValue, type Command, type CommandContext, type CommandInput } from '../command.ts';
import { localRoot } from '../words/local-advisories.ts';
import { databaseDirectoryOf, databaseOption } from './database-directory-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

export const dbStatusCommand: Command = {
  name: 'db status',
  summary: 'show the content and age of the advisories on this machine',
  description: [
    'Shows what scans have downloaded, and the database of db update --all if there is one. With --db or $PRATIQUE_DB, shows only that database.',
  ],
  arguments: [],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' },
    { name: 'verify', meaning: 'verify the digest of every file' },
    { ...databaseOption, default: '$PRATIQUE_DB, then everything on this machine' },
  ],
  examples: [
    { line: 'pratique db status', does: 'show what is on this machine and how old it is' },
    { line: 'pratique db status --verify', does: 'verify every file' },
  ],
  run: async (input, context) => {
    const hasLocal = await showLocal(input, context);
    if (hasLocal !== undefined && !existsSync(databaseDirectoryOf(input, context))) return hasLocal;
    if (hasLocal !== undefined) await context.output.write(['\n']);
    return showDatabase(input, context);
  },
};

/** `undefined` where a database was named, or no scan has downloaded anything. */
async function showLocal(input: CommandInput, { cacheDirectory, output, runtime }: CommandContext): Promise<number | undefined> {
  if (hasOption(input, 'db') || databaseDirectory() !== undefined) return undefined;
  const { listSlices } = await import('./update-local.ts');
  const root = localRoot(cacheDirectory);
  const slices = listSlices(root);
  if (slices.length === 0) return undefined;
  const { formatSliceStatuses, formatSliceStatusesJson, readSliceStatuses } = await import('./local-status-text.ts');
  const statuses = readSliceStatuses(root, slices, { verify: hasOption(input, 'verify') });
  const isJson = optionValue(input, 'format') === 'json';
  await output.write(
    isJson ? [formatSliceStatusesJson(root, statuses)] : formatSliceStatuses(root, statuses, { width: output.width, now: runtime.now() }),
  );
  const damaged = statuses.find(({ damage }) => damage !== undefined);
  if (damaged !== undefined) throw new PratiqueError('DATABASE_DAMAGED', `${damaged.slice.name}: ${damaged.damage ?? ''}`);
  return 0;
}

async function showDatabase(input: CommandInput, context: CommandContext): Promise<number> {
  const { readDatabaseStatus } = await import('../../advisory/store/database-status.ts');
  const { formatStatus, formatStatusJson } = await import('./database-status-text.ts');
  const status = readDatabaseStatus(databaseDirectoryOf(input, context), { verify: hasOption(input, 'verify') });
  const isJson = optionValue(input, 'format') === 'json';
  await context.output.write(
    isJson ? [formatStatusJson(status)] : formatStatus(status, { shards: hasOption(input, 'verbose'), width: context.output.width }),
  );
  const [first] = status.damaged;
  if (first !== undefined) throw new PratiqueError('DATABASE_DAMAGED', `shard ${first.name} ${first.reason}`);
  return 0;
}
