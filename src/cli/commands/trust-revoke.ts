import { type Command } from '../command.ts';
import { roleOption, stageOption, yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustRevokeCommand: Command = {
  name: 'trust revoke',
  summary: 'take a tag’s signatures back',
  description: ['Without a tag, those of every tag. Who pulled already keeps what he has.'],
  arguments: [{ name: 'IMAGE', meaning: 'the image, with a tag or without' }],
  options: [roleOption, stageOption, yesOption, ...trustWriteOptions],
  examples: [
    { line: 'pratique trust revoke ghcr.io/org/app:1', does: 'one tag' },
    { line: 'pratique trust revoke ghcr.io/org/app --yes', does: 'every tag' },
  ],
  run: async (input, context) => (await import('../trust/signing.ts')).runRevoke(input, context),
};
