import { type Command } from '../command.ts';
import { trustKeyOptions } from '../trust/options.ts';

export const trustKeyExportCommand: Command = {
  name: 'trust key export',
  summary: 'copy private keys to a file, encrypted as they are',
  description: [
    'Without key IDs, every key that is here, or those of --gun. The file is for its owner only, and notary and pratique import it.',
  ],
  arguments: [{ name: 'KEY_ID', meaning: 'the first digits are enough', isOptional: true, isVariadic: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'the file to write', completes: 'file' },
    { name: 'gun', value: 'GUN', meaning: 'only keys of this repository' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key export --output keys.pem', does: 'every key' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyExport(input, context),
};
