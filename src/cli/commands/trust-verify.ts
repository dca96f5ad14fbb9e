import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from '../trust/options.ts';

export const trustVerifyCommand: Command = {
  name: 'trust verify',
  summary: 'ask what a tag is signed to be, and print what to pull',
  description: [
    'Standard output has nothing but REPOSITORY@DIGEST, as docker pull takes it. For an answer over all schemes and by policy, see pratique verify.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'the image with its tag: ghcr.io/org/app:1' }],
  options: [
    { name: 'digest', value: 'DIGEST', meaning: 'what the tag has to be' },
    formatOption('form of the answer', ['text', 'json'], 'text'),
    ...trustReadOptions,
  ],
  examples: [{ line: 'docker pull "$(pratique trust verify ghcr.io/org/app:1)"', does: 'pull what is signed, with any Docker' }],
  run: async (input, context) => (await import('../trust/reading.ts')).runVerify(input, context),
};
