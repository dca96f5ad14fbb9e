import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyExportCommand: Command = {
  name: 'trust key export',
  summary: 'export private keys, still encrypted',
  description: [
    'Without key IDs, exports all keys in the trust directory, or those of --gun. The file is readable by its owner only; notary and pratique can import it.',
  ],
  arguments: [{ name: 'KEY_ID', meaning: 'key ID, or its first digits', isOptional: true, isVariadic: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'output file', completes: 'file' },
    { name: 'gun', value: 'REPOSITORY', meaning: 'only keys of this repository' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key export --output keys.pem', does: 'export all keys' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyExport(input, context),
};
