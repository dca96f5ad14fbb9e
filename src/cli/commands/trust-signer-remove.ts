import { type Command } from '../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustSignerRemoveCommand: Command = {
  name: 'trust signer remove',
  summary: 'let somebody sign no more',
  arguments: [
    { name: 'NAME', meaning: 'of the signer' },
    { name: 'REPOSITORY', meaning: 'repositories', isVariadic: true },
  ],
  options: [{ name: 'force', meaning: 'also when the released tags would be left unsigned' }, stageOption, yesOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust signer remove alice ghcr.io/org/app', does: 'takes the signer’s role and keys away' }],
  run: async (input, context) => (await import('../trust/signers.ts')).runSignerRemove(input, context),
};
