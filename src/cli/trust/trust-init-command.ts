import { type Command } from '../command.ts';
import { trustWriteOptions } from './trust-options.ts';

export const trustInitCommand: Command = {
  name: 'trust init',
  summary: 'create trust data for a repository, with new keys',
  description: [
    'Creates a targets key, and a root key unless the trust directory has one, and publishes the first metadata. The server manages the snapshot and timestamp keys, as with docker trust.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [
    { name: 'root-key-id', value: 'KEY_ID', meaning: 'root key to use (default: the first in the trust directory)' },
    { name: 'root-cert', value: 'FILE', meaning: 'certificate for the root key (default: a new self-signed one)', completes: 'file' },
    { name: 'local-snapshot', meaning: 'keep the snapshot key on this machine, as notary init does' },
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust init ghcr.io/org/app', does: 'first step before adding delegations' }],
  run: async (input, context) => (await import('./signing.ts')).runInit(input, context),
};
