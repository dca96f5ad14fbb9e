import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sliceDirectory } from '../../advisory/local/slice.ts';
import { type SearchResult } from '../../advisory/store/search-database.ts';
import { databaseDirectory } from '../../config/database-directory.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type Command, type CommandContext, type CommandInput } from '../command.ts';
import { localRoot } from '../words/local-advisories.ts';
import { databaseDirectoryOf, databaseOption } from './database-directory-of.ts';

export const dbSearchCommand: Command = {
  name: 'db search',
  summary: 'look up a CVE, an advisory or a package in the advisory database',
  arguments: [{ name: 'CVE_OR_PACKAGE', meaning: 'ID of a CVE or an advisory (case-insensitive), or the exact name of a package' }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' },
    databaseOption,
  ],
  examples: [
    { line: 'pratique db search CVE-2021-44228', does: 'list the packages that the CVE affects' },
    { line: 'pratique db search lodash', does: 'list the advisories for the package' },
  ],
  run: async (input, context) => {
    const [text = ''] = input.arguments;
    if (text.trim() === '') throw new PratiqueError('USAGE', 'db search needs a CVE, an advisory or a package');
    const { formatSearch, formatSearchJson } = await import('./database-search-text.ts');
    const result = await search(text.trim(), input, context);
    const isJson = optionValue(input, 'format') === 'json';
    await context.output.write(isJson ? [formatSearchJson(text, result)] : formatSearch(text, result, context.output.width));
    return 0;
  },
};

/** In everything that this machine has, as `scan` does; a database that was named must be there. With nothing at all, in the list inside the program. */
async function search(text: string, input: CommandInput, context: CommandContext): Promise<SearchResult> {
  const directory = databaseDirectoryOf(input, context);
  const isNamed = optionValue(input, 'db') !== undefined || databaseDirectory() !== undefined;
  const { searchDatabases } = await import('../../advisory/store/search-databases.ts');
  if (isNamed) return searchDatabases([directory], text);
  const { listSlices } = await import('./update-local.ts');
  const root = localRoot(context.cacheDirectory);
  const slices = listSlices(root).map((slice) => sliceDirectory(root, slice));
  const directories = [directory, ...slices].filter((each) => existsSync(join(each, 'manifest.json')));
  if (directories.length > 0) return searchDatabases(directories, text);
  context.output.warn(
    'pratique: warning: no advisories on this machine: only the small built-in list was searched. Run: pratique db update',
  );
  const { searchStarter } = await import('../../advisory/starter/search-starter.ts');
  return searchStarter(text);
}
