import { type Command } from '../command.ts';
import { keysOption } from './key-directory.ts';

export const dbRepoRotateCommand: Command = {
  name: 'db repo rotate',
  summary: 'replace the keys of a repository',
  description: [
    'Writes a new version of the root, in which a role has new keys. Clients follow from root to root by their signatures, so nobody needs a new file. Without --role only the expiry of the root is renewed.',
    'The root keys must be in --keys, as many as the threshold.',
  ],
  arguments: [{ name: 'DIRECTORY', meaning: 'directory of the repository' }],
  options: [
    keysOption,
    {
      name: 'role',
      value: 'ROLE',
      meaning: 'role that gets new keys',
      choices: ['root', 'targets', 'snapshot', 'timestamp'],
      default: 'none',
    },
  ],
  examples: [
    { line: 'pratique db repo rotate ./repo --keys ./keys --role timestamp', does: 'replace a timestamp key that may have leaked' },
  ],
  run: async (input, context) => (await import('./run-repo.ts')).runRepoRotate(input, context),
};
