import { type Command } from '../command.ts';
import { trustWriteOptions } from '../trust/options.ts';

export const trustInitCommand: Command = {
  name: 'trust init',
  summary: 'make a repository’s trust data with new keys',
  description: [
    'Makes a root key, unless one is here, and a targets key, and publishes the first metadata. The server keeps the snapshot and timestamp keys, as with docker trust.',
  ],
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [
    { name: 'root-key-id', value: 'KEY_ID', meaning: 'the root key to use instead of the first that is here' },
    { name: 'root-cert', value: 'FILE', meaning: 'a certificate of the root key instead of one that is made', completes: 'file' },
    { name: 'local-snapshot', meaning: 'keep the snapshot key here, as notary init does' },
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust init ghcr.io/org/app', does: 'the first step of signing by delegation' }],
  run: async (input, context) => (await import('../trust/signing.ts')).runInit(input, context),
};
