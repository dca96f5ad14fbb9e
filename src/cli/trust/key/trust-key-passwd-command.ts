import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyPasswdCommand: Command = {
  name: 'trust key passwd',
  summary: 'change the passphrase of a private key',
  description: ['Asks for the old and the new passphrase, or reads the new one from --new-passphrase-file.'],
  arguments: [{ name: 'KEY_ID', meaning: 'key ID, or its first digits', isVariadic: true }],
  options: [
    { name: 'new-passphrase-file', value: 'FILE', meaning: 'file whose first line is the new passphrase', completes: 'file' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key passwd 1234567', does: 'change the passphrase on the terminal' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyPasswd(input, context),
};
