import { type Command } from '../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustDelegationPurgeCommand: Command = {
  name: 'trust delegation purge',
  summary: 'take keys from every delegation',
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [
    { name: 'key', value: 'KEY_ID', meaning: 'the key to take away', isRepeatable: true },
    stageOption,
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust delegation purge ghcr.io/org/app --key KEY_ID', does: 'after a key was lost or seen' }],
  run: async (input, context) => (await import('../trust/delegations.ts')).runDelegationPurge(input, context),
};
