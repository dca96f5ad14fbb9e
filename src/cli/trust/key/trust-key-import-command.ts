import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyImportCommand: Command = {
  name: 'trust key import',
  summary: 'import exported private keys into the trust directory',
  arguments: [{ name: 'FILE', meaning: 'PEM file with one or more keys', isVariadic: true, completes: 'file' }],
  options: [
    { name: 'role', short: 'r', value: 'ROLE', meaning: 'role of keys that do not name one' },
    { name: 'gun', value: 'REPOSITORY', meaning: 'repository of keys that do not name one' },
    {
      name: 'from-passphrase-file',
      value: 'FILE',
      meaning: 'file whose first line is the passphrase that the keys have in FILE',
      default: 'the same passphrases as in the trust directory',
      completes: 'file',
    },
    ...trustKeyOptions,
  ],
  examples: [
    { line: 'pratique trust key import keys.pem', does: 'import a file of trust key export or notary key export' },
    {
      line: 'pratique trust key import --from-passphrase-file owner.txt keys.pem',
      does: 'import keys of somebody else in a script: theirs is the passphrase of the file, yours encrypts the keys here',
    },
  ],
  run: async (input, context) => (await import('./keys.ts')).runKeyImport(input, context),
};
