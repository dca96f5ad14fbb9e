import { type Command } from '../command.ts';
import { trustKeyOptions } from '../trust/options.ts';

export const trustKeyPasswdCommand: Command = {
  name: 'trust key passwd',
  summary: 'change the passphrase of a private key',
  description: ['Asks for both on the terminal, or takes the new one from --new-passphrase-file.'],
  arguments: [{ name: 'KEY_ID', meaning: 'the first digits are enough', isVariadic: true }],
  options: [
    { name: 'new-passphrase-file', value: 'FILE', meaning: 'file whose first line is the new passphrase', completes: 'file' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key passwd 1234567', does: 'asks for the old and twice for the new' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyPasswd(input, context),
};
