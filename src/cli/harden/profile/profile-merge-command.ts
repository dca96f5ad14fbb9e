import { type Command } from '../../command.ts';
import { contextOptions, profileMeaning, writtenOptions } from './profile-options.ts';

export const profileMergeCommand: Command = {
  name: 'profile merge',
  summary: 'join seccomp profiles into one',
  description: [
    'Writes a profile that permits what any of the given ones permits: for a container with several programs, or for traces of several runs. With --intersection it permits only what all of them do, in a container of the given capabilities and architecture.',
  ],
  arguments: [{ name: 'FILE', meaning: profileMeaning, isVariadic: true, completes: 'file' }],
  options: [{ name: 'intersection', meaning: 'permit only what all profiles permit' }, ...contextOptions, ...writtenOptions],
  examples: [
    { line: 'pratique profile merge app.json sidecar.json --output both.json', does: 'permit what either needs' },
    { line: 'pratique profile merge app.json docker-default --intersection', does: 'never more than Docker’s default' },
  ],
  run: async (input, context) => (await import('./run-profile-merge.ts')).runProfileMerge(input, context),
};
