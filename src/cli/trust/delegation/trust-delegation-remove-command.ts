import { type Command } from '../../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust-options.ts';

export const trustDelegationRemoveCommand: Command = {
  name: 'trust delegation remove',
  summary: 'remove a delegation, or keys and paths of one',
  arguments: [
    { name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' },
    { name: 'ROLE', meaning: 'targets/NAME, or NAME' },
    {
      name: 'KEY_ID',
      meaning: 'keys to remove from it; without keys and paths, remove the delegation',
      isOptional: true,
      isVariadic: true,
    },
  ],
  options: [
    { name: 'path', value: 'PREFIX', meaning: 'no longer allow tags with this prefix', isRepeatable: true },
    { name: 'all-paths', meaning: 'remove all paths, so that it may sign no tag' },
    stageOption,
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust delegation remove ghcr.io/org/app releases', does: 'remove the whole delegation' }],
  run: async (input, context) => (await import('./delegations.ts')).runDelegationRemove(input, context),
};
