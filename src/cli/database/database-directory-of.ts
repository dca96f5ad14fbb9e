import { join } from 'node:path';
import { databaseDirectory } from '../../config/database-directory.ts';
import { optionValue, type CommandContext, type CommandInput, type CommandOption } from '../command.ts';

export const databaseOption: CommandOption = {
  name: 'db',
  value: 'DIRECTORY',
  meaning: 'advisory database',
  default: '$PRATIQUE_DB, then db in the cache directory',
  completes: 'directory',
};

/** The database that a command about databases is about, whether it is there or not. */
export function databaseDirectoryOf(input: CommandInput, { cacheDirectory }: CommandContext): string {
  return optionValue(input, 'db') ?? databaseDirectory() ?? join(cacheDirectory, 'db');
}
