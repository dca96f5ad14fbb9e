import { type Command } from '../../command.ts';
import { trustReadOptions } from '../trust-options.ts';

export const trustMigrateExportCommand: Command = {
  name: 'trust migrate export',
  summary: 'export all trust data of repositories to one archive',
  description: [
    'Exports every version of every metadata file that the server still has, with tags, digests, public keys and an index. Only reads from the server. Data that fails verification is exported and reported. --with-private-keys adds private keys of the trust directory, still encrypted.',
    'Exit code 4: some of it fails verification. Schema of the index: docs/reference/trust-export.schema.json.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image names without tags (GUN in Notary)', isVariadic: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'archive to write (tar)', completes: 'file' },
    { name: 'with-private-keys', meaning: 'add private keys of the trust directory; the archive is then readable by its owner only' },
    ...trustReadOptions,
  ],
  examples: [
    { line: 'pratique trust migrate export docker.io/org/app --output app-trust.tar', does: 'export before Docker’s server shuts down' },
  ],
  run: async (input, context) => (await import('./export.ts')).runExport(input, context),
};
