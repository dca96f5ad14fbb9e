import { type Command } from '../command.ts';
import { trustReadOptions } from '../trust/options.ts';

export const trustMigrateExportCommand: Command = {
  name: 'trust migrate export',
  summary: 'copy everything that was signed under a name to one archive',
  description: [
    'Metadata of every role in every version that the server still has, tags, digests, public keys, and an index of it all. Only reads from the server. What does not verify is in the archive too, and is told. Private keys of the local trust directory are added with --with-private-keys, as encrypted as they lie there.',
    'Ends with 4 when something in it is not believed. The index is described by docs/reference/trust-export.schema.json.',
  ],
  arguments: [{ name: 'GUN', meaning: 'repositories, as images without their tags', isVariadic: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'the archive to write (tar)', completes: 'file' },
    { name: 'with-private-keys', meaning: 'also the private keys that are here; the archive is for its owner only then' },
    ...trustReadOptions,
  ],
  examples: [{ line: 'pratique trust migrate export docker.io/org/app --output app-trust.tar', does: 'before Docker’s server ends' }],
  run: async (input, context) => (await import('../trust/migrate/export.ts')).runExport(input, context),
};
