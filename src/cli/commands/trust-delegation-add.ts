import { type Command } from '../command.ts';
import { stageOption, trustWriteOptions } from '../trust/options.ts';

export const trustDelegationAddCommand: Command = {
  name: 'trust delegation add',
  summary: 'make a delegation, or add keys and paths to one',
  arguments: [
    { name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' },
    { name: 'ROLE', meaning: 'targets/NAME, or NAME' },
    { name: 'FILE', meaning: 'public keys or certificates in PEM', isOptional: true, isVariadic: true, completes: 'file' },
  ],
  options: [
    { name: 'path', value: 'PREFIX', meaning: 'start of the tags that it may sign', isRepeatable: true },
    { name: 'all-paths', meaning: 'it may sign every tag' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust delegation add ghcr.io/org/app releases ci.crt --all-paths', does: 'ci may sign what docker pulls' }],
  run: async (input, context) => (await import('../trust/delegations.ts')).runDelegationAdd(input, context),
};
