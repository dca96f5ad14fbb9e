import { type Command } from '../../command.ts';
import { stageOption, trustWriteOptions } from '../trust-options.ts';

export const trustSignerAddCommand: Command = {
  name: 'trust signer add',
  summary: 'add a signer',
  description: [
    'Adds the signer’s keys to the delegations targets/NAME and targets/releases. Creates trust data for a repository that has none.',
  ],
  arguments: [
    { name: 'NAME', meaning: 'name of the signer: lower-case letters, digits, - and _' },
    { name: 'REPOSITORY', meaning: 'repositories', isVariadic: true },
  ],
  options: [
    { name: 'key', value: 'FILE', meaning: 'public key or certificate of the signer, PEM', isRepeatable: true, completes: 'file' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust signer add --key alice.pub alice ghcr.io/org/app', does: 'let alice sign all tags' }],
  run: async (input, context) => (await import('./signers.ts')).runSignerAdd(input, context),
};
