import { type Command } from '../command.ts';
import { roleOption, stageOption, trustWriteOptions } from '../trust/options.ts';

export const trustSignCommand: Command = {
  name: 'trust sign',
  summary: 'sign a tag with Docker Content Trust',
  description: [
    'Asks the registry what the tag is now, signs its digest and size into every role that a key is here for, and publishes that. A repository without trust data is made first. With --digest and --size no registry is asked.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'the image with its tag: ghcr.io/org/app:1' }],
  options: [
    { name: 'digest', value: 'DIGEST', meaning: 'sign this digest instead of what the tag is now' },
    { name: 'size', value: 'BYTES', meaning: 'bytes of its manifest, so that no registry is asked' },
    roleOption,
    { name: 'signer', value: 'NAME', meaning: 'who becomes the first signer of a repository that is made' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust sign ghcr.io/org/app:1', does: 'what the registry has under the tag now' }],
  run: async (input, context) => (await import('../trust/signing.ts')).runSign(input, context),
};
