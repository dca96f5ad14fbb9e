import { type Command } from '../command.ts';
import { stageOption, trustWriteOptions } from '../trust/options.ts';

export const trustWitnessCommand: Command = {
  name: 'trust witness',
  summary: 'sign roles again as they are, with a new expiry',
  description: ['For metadata that expire, and for delegations whose keys changed.'],
  arguments: [
    { name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' },
    { name: 'ROLE', meaning: 'targets, or a delegation', isVariadic: true },
  ],
  options: [stageOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust witness ghcr.io/org/app targets', does: 'for three years more' }],
  run: async (input, context) => (await import('../trust/signing.ts')).runWitness(input, context),
};
