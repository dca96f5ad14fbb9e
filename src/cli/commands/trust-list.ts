import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from '../trust/options.ts';

export const trustListCommand: Command = {
  name: 'trust list',
  summary: 'list what is signed, by role',
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [
    { name: 'role', short: 'r', value: 'ROLE', meaning: 'only of this role', isRepeatable: true },
    formatOption('form of the answer', ['table', 'json'], 'table'),
    ...trustReadOptions,
  ],
  examples: [{ line: 'pratique trust list ghcr.io/org/app', does: 'every signed tag with its digest' }],
  run: async (input, context) => (await import('../trust/reading.ts')).runList(input, context),
};
