import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from './trust-options.ts';

export const trustStatusCommand: Command = {
  name: 'trust status',
  summary: 'show staged changes and the local copy',
  description: [
    'Also shows the versions of the trust metadata that this machine has, for comparing with other machines before trust repo restore.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [formatOption('output format', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [{ line: 'pratique trust status ghcr.io/org/app', does: 'show what trust publish would publish' }],
  run: async (input, context) => (await import('./staging.ts')).runStatus(input, context),
};
