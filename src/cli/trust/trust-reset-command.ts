import { type Command } from '../command.ts';
import { yesOption, trustReadOptions } from './trust-options.ts';

export const trustResetCommand: Command = {
  name: 'trust reset',
  summary: 'discard staged changes',
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [
    { name: 'number', short: 'n', value: 'NUMBER', meaning: 'discard the change with this number in trust status', isRepeatable: true },
    { name: 'all', meaning: 'discard all staged changes' },
    { name: 'interrupted', meaning: 'also discard interrupted publications' },
    yesOption,
    ...trustReadOptions,
  ],
  examples: [{ line: 'pratique trust reset ghcr.io/org/app --all', does: 'discard everything that is staged' }],
  run: async (input, context) => (await import('./staging.ts')).runReset(input, context),
};
