import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from './trust-options.ts';

export const trustListCommand: Command = {
  name: 'trust list',
  summary: 'list signed tags by role',
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [
    { name: 'role', short: 'r', value: 'ROLE', meaning: 'only this role', isRepeatable: true },
    formatOption('output format', ['table', 'json'], 'table'),
    ...trustReadOptions,
  ],
  examples: [{ line: 'pratique trust list ghcr.io/org/app', does: 'list all signed tags and their digests' }],
  run: async (input, context) => (await import('./reading.ts')).runList(input, context),
};
