import { type Command } from '../command.ts';
import { stageOption, trustWriteOptions } from '../trust/options.ts';

export const trustSignerAddCommand: Command = {
  name: 'trust signer add',
  summary: 'let somebody sign',
  description: [
    'Makes the delegations targets/NAME and targets/releases with the signer’s keys. A repository without trust data is made first.',
  ],
  arguments: [
    { name: 'NAME', meaning: 'of the signer: lower-case letters, digits, - and _' },
    { name: 'REPOSITORY', meaning: 'repositories', isVariadic: true },
  ],
  options: [
    { name: 'key', value: 'FILE', meaning: 'public key or certificate of the signer, in PEM', isRepeatable: true, completes: 'file' },
    stageOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust signer add --key alice.pub alice ghcr.io/org/app', does: 'alice may sign every tag' }],
  run: async (input, context) => (await import('../trust/signers.ts')).runSignerAdd(input, context),
};
