import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyImportCommand: Command = {
  name: 'trust key import',
  summary: 'import exported private keys into the trust directory',
  arguments: [{ name: 'FILE', meaning: 'PEM file with one or more keys', isVariadic: true, completes: 'file' }],
  options: [
    { name: 'role', short: 'r', value: 'ROLE', meaning: 'role of keys that do not name one' },
    { name: 'gun', value: 'REPOSITORY', meaning: 'repository of keys that do not name one' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key import keys.pem', does: 'import a file of trust key export or notary key export' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyImport(input, context),
};
