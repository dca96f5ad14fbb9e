import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type Command } from '../command.ts';
import { keysOption, readKeyDirectory, readNumber } from './key-directory.ts';

export const dbRepoInitCommand: Command = {
  name: 'db repo init',
  summary: 'create a signed advisory repository and its keys',
  description: [
    'Creates Ed25519 keys for the four roles of TUF (root, targets, snapshot, timestamp) and the first root, metadata/1.root.json. Give that file to everyone who uses the repository: it is all they trust.',
    'Keep the root keys offline, each in another place; publishing needs only the other three.',
  ],
  arguments: [{ name: 'DIRECTORY', meaning: 'directory of the repository' }],
  options: [
    keysOption,
    { name: 'root-keys', value: 'NUMBER', meaning: 'number of root keys', default: '1' },
    { name: 'threshold', value: 'NUMBER', meaning: 'how many of them must sign each new root', default: '1' },
  ],
  examples: [
    {
      line: 'pratique db repo init ./repo --keys ./keys --root-keys 3 --threshold 2',
      does: 'create a repository whose root needs two of three keys',
    },
  ],
  run: async (input, { output, runtime }) => {
    const { initRepository } = await import('../../advisory/repository/root-metadata.ts');
    const rootKeys = readNumber(input, 'root-keys', 1);
    const threshold = readNumber(input, 'threshold', 1);
    if (threshold > rootKeys)
      throw new PratiqueError('USAGE', `--threshold ${threshold} is more than the ${rootKeys} root keys`, {
        hint: 'make more with --root-keys',
      });
    const keys = readKeyDirectory(input);
    const root = initRepository({ repository: input.arguments[0] ?? '', keys, now: runtime.now(), rootKeys, threshold });
    if (keys.passphrase === undefined) output.note('pratique: the keys are not encrypted; set PRATIQUE_REPO_PASSPHRASE to encrypt them');
    await output.write([`root  ${root}\nkeys  ${optionValue(input, 'keys') ?? ''}\n`]);
    return 0;
  },
};
