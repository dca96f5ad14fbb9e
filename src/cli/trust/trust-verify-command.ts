import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from './trust-options.ts';

export const trustVerifyCommand: Command = {
  name: 'trust verify',
  summary: 'print the signed digest of a tag',
  description: [
    'Prints REPOSITORY@DIGEST, as docker pull accepts it, and nothing else on standard output. To verify by a policy and with all schemes, use pratique verify.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image with its tag: ghcr.io/org/app:1' }],
  options: [
    { name: 'digest', value: 'DIGEST', meaning: 'fail unless the tag is signed with this digest' },
    formatOption('output format', ['text', 'json'], 'text'),
    ...trustReadOptions,
  ],
  examples: [
    { line: 'docker pull "$(pratique trust verify ghcr.io/org/app:1)"', does: 'pull the signed image with any version of Docker' },
  ],
  run: async (input, context) => (await import('./reading.ts')).runVerify(input, context),
};
