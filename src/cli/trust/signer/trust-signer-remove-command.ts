import { type Command } from '../../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust-options.ts';

export const trustSignerRemoveCommand: Command = {
  name: 'trust signer remove',
  summary: 'remove a signer',
  arguments: [
    { name: 'NAME', meaning: 'name of the signer' },
    { name: 'REPOSITORY', meaning: 'repositories', isVariadic: true },
  ],
  options: [{ name: 'force', meaning: 'remove even if released tags are left unsigned' }, stageOption, yesOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust signer remove alice ghcr.io/org/app', does: 'remove the signer’s role and keys' }],
  run: async (input, context) => (await import('./signers.ts')).runSignerRemove(input, context),
};
