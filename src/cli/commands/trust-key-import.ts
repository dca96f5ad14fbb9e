import { type Command } from '../command.ts';
import { trustKeyOptions } from '../trust/options.ts';

export const trustKeyImportCommand: Command = {
  name: 'trust key import',
  summary: 'put exported private keys into the trust directory',
  arguments: [{ name: 'FILE', meaning: 'PEM with one key or several', isVariadic: true, completes: 'file' }],
  options: [
    { name: 'role', short: 'r', value: 'ROLE', meaning: 'of keys that do not say what they are for' },
    { name: 'gun', value: 'GUN', meaning: 'of keys that do not say which repository they are for' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key import keys.pem', does: 'what trust key export or notary key export wrote' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyImport(input, context),
};
