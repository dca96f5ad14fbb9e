import { type Command } from '../command.ts';
import { keysOption } from './key-directory.ts';

export const dbRepoSignCommand: Command = {
  name: 'db repo sign',
  summary: 'sign the current generation of a repository again',
  description: [
    'Extends the validity of what is published when there is nothing new to publish. Run it more often than the timestamp expires.',
  ],
  arguments: [{ name: 'DIRECTORY', meaning: 'directory of the repository' }],
  options: [keysOption, { name: 'expires', value: 'DAYS', meaning: 'days that the timestamp is valid', default: '3' }],
  examples: [{ line: 'pratique db repo sign ./repo --keys ./keys', does: 'renew the timestamp' }],
  run: async (input, context) => (await import('./run-repo.ts')).runRepoSign(input, context),
};
