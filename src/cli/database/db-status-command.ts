import { hasOption, optionValue, type Command } from '../command.ts';
import { databaseDirectoryOf, databaseOption } from './database-directory-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

export const dbStatusCommand: Command = {
  name: 'db status',
  summary: 'show the content and age of the advisory database',
  arguments: [],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' },
    { name: 'verify', meaning: 'verify the digest of every file' },
    databaseOption,
  ],
  examples: [{ line: 'pratique db status --verify', does: 'verify the database' }],
  run: async (input, context) => {
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
  },
};
