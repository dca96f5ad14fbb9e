import { type Command } from '../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustDelegationRemoveCommand: Command = {
  name: 'trust delegation remove',
  summary: 'remove a delegation, or keys and paths of one',
  arguments: [
    { name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' },
    { name: 'ROLE', meaning: 'targets/NAME, or NAME' },
    { name: 'KEY_ID', meaning: 'keys to take from it; without keys and paths it is removed', isOptional: true, isVariadic: true },
  ],
  options: [
    { name: 'path', value: 'PREFIX', meaning: 'start of the tags that it may sign no more', isRepeatable: true },
    { name: 'all-paths', meaning: 'it may sign no tag' },
    stageOption,
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust delegation remove ghcr.io/org/app releases', does: 'the whole delegation' }],
  run: async (input, context) => (await import('../trust/delegations.ts')).runDelegationRemove(input, context),
};
