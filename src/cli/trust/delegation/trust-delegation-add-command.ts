import { type Command } from '../../command.ts';
import { stageOption, trustWriteOptions } from '../trust-options.ts';

export const trustDelegationAddCommand: Command = {
  name: 'trust delegation add',
  summary: 'create a delegation, or add keys and paths to one',
  arguments: [
    { name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' },
    { name: 'ROLE', meaning: 'targets/NAME, or NAME' },
    { name: 'FILE', meaning: 'public keys or certificates, PEM', isOptional: true, isVariadic: true, completes: 'file' },
  ],
  options: [
    { name: 'path', value: 'PREFIX', meaning: 'allow tags with this prefix', isRepeatable: true },
    { name: 'all-paths', meaning: 'allow all tags' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [
    { line: 'pratique trust delegation add ghcr.io/org/app releases ci.crt --all-paths', does: 'let CI sign the tags that docker pulls' },
  ],
  run: async (input, context) => (await import('./delegations.ts')).runDelegationAdd(input, context),
};
