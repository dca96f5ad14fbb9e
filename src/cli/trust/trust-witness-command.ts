import { type Command } from '../command.ts';
import { stageOption, trustWriteOptions } from './trust-options.ts';

export const trustWitnessCommand: Command = {
  name: 'trust witness',
  summary: 're-sign roles unchanged, with a new expiry',
  description: ['For metadata that will expire, and for delegations whose keys changed.'],
  arguments: [
    { name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' },
    { name: 'ROLE', meaning: 'targets, or a delegation', isVariadic: true },
  ],
  options: [stageOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust witness ghcr.io/org/app targets', does: 'extend the expiry by three years' }],
  run: async (input, context) => (await import('./signing.ts')).runWitness(input, context),
};
