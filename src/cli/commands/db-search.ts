import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type Command } from '../command.ts';
import { databaseDirectoryOf, databaseOption } from '../database-directory-of.ts';

export const dbSearchCommand: Command = {
  name: 'db search',
  summary: 'look up a CVE, an advisory or a package in the advisory database',
  arguments: [{ name: 'CVE_OR_PACKAGE', meaning: 'id of a flaw or an advisory in any letter case, or the exact name of a package' }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['table', 'json'], default: 'table' },
    databaseOption,
  ],
  examples: [
    { line: 'pratique db search CVE-2021-44228', does: 'every package that the flaw is known in' },
    { line: 'pratique db search lodash', does: 'every advisory about the package' },
  ],
  run: async (input, context) => {
    const [text = ''] = input.arguments;
    if (text.trim() === '') throw new PratiqueError('USAGE', 'db search needs a CVE, an advisory or a package');
    const { searchDatabase } = await import('../../advisory/store/search-database.ts');
    const { formatSearch, formatSearchJson } = await import('../database-search-text.ts');
    const result = searchDatabase(databaseDirectoryOf(input, context), text.trim());
    await context.output.write(optionValue(input, 'format') === 'json' ? [formatSearchJson(text, result)] : formatSearch(text, result));
    return 0;
  },
};
