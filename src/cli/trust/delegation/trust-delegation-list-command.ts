import { type Command } from '../../command.ts';
import { formatOption, trustReadOptions } from '../trust-options.ts';

export const trustDelegationListCommand: Command = {
  name: 'trust delegation list',
  summary: 'list delegations with their keys and paths',
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [formatOption('output format', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [{ line: 'pratique trust delegation list ghcr.io/org/app', does: 'show who may sign which tags' }],
  run: async (input, context) => (await import('./delegations.ts')).runDelegationList(input, context),
};
