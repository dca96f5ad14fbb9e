import { type Command } from '../command.ts';
import { roleOption, stageOption, trustWriteOptions } from './trust-options.ts';

export const trustSignCommand: Command = {
  name: 'trust sign',
  summary: 'sign a tag with Docker Content Trust',
  description: [
    'Resolves the tag in the registry, signs its digest and size in every role that the trust directory has a key for, and publishes that. Creates trust data for a repository that has none. With --digest and --size the registry is not contacted.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image with its tag: ghcr.io/org/app:1' }],
  options: [
    { name: 'digest', value: 'DIGEST', meaning: 'sign this digest instead of the tag’s current one' },
    { name: 'size', value: 'BYTES', meaning: 'size of its manifest; the registry is then not contacted' },
    roleOption,
    { name: 'signer', value: 'NAME', meaning: 'first signer, for a repository without trust data' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust sign ghcr.io/org/app:1', does: 'sign the image that the tag points to' }],
  run: async (input, context) => (await import('./signing.ts')).runSign(input, context),
};
