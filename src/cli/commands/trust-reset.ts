import { type Command } from '../command.ts';
import { yesOption, trustReadOptions } from '../trust/options.ts';

export const trustResetCommand: Command = {
  name: 'trust reset',
  summary: 'drop staged changes',
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [
    { name: 'number', short: 'n', value: 'NUMBER', meaning: 'the change with this number in trust status', isRepeatable: true },
    { name: 'all', meaning: 'every staged change' },
    { name: 'interrupted', meaning: 'also publications that were interrupted' },
    yesOption,
    ...trustReadOptions,
  ],
  examples: [{ line: 'pratique trust reset ghcr.io/org/app --all', does: 'start over' }],
  run: async (input, context) => (await import('../trust/staging.ts')).runReset(input, context),
};
