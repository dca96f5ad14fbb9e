import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyExportCommand: Command = {
  name: 'trust key export',
  summary: 'export private keys, still encrypted',
  description: [
    'Exports the keys that are named, those of --gun, or with --all every key in the trust directory, the root keys too. The file is readable by its owner only; notary and pratique can import it.',
  ],
  arguments: [{ name: 'KEY_ID', meaning: 'key ID, or its first digits', isOptional: true, isVariadic: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'output file', completes: 'file' },
    { name: 'all', meaning: 'every key, the root keys too: for a backup' },
    { name: 'gun', value: 'REPOSITORY', meaning: 'only keys of this repository' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key export --all --output keys.pem', does: 'back up all keys' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyExport(input, context),
};
