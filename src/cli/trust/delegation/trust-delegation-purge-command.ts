import { type Command } from '../../command.ts';
import { stageOption, yesOption, trustWriteOptions } from '../trust-options.ts';

export const trustDelegationPurgeCommand: Command = {
  name: 'trust delegation purge',
  summary: 'remove keys from all delegations',
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [
    { name: 'key', value: 'KEY_ID', meaning: 'ID of the key to remove', isRepeatable: true },
    stageOption,
    yesOption,
    ...trustWriteOptions,
  ],
  examples: [{ line: 'pratique trust delegation purge ghcr.io/org/app --key KEY_ID', does: 'after a key was lost or leaked' }],
  run: async (input, context) => (await import('./delegations.ts')).runDelegationPurge(input, context),
};
