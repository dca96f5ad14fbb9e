import { type Command } from '../command.ts';
import { roleOption, stageOption, yesOption, trustWriteOptions } from './trust-options.ts';

export const trustRevokeCommand: Command = {
  name: 'trust revoke',
  summary: 'revoke a tag’s signatures',
  description: [
    'Without a tag, revokes all tags. A tag is revoked in every role that signs it; if the key of one of them is missing, nothing is changed. Images already pulled are unaffected.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image, with or without a tag' }],
  options: [roleOption, stageOption, yesOption, ...trustWriteOptions],
  examples: [
    { line: 'pratique trust revoke ghcr.io/org/app:1', does: 'revoke one tag' },
    { line: 'pratique trust revoke ghcr.io/org/app --yes', does: 'revoke all tags' },
  ],
  run: async (input, context) => (await import('./signing.ts')).runRevoke(input, context),
};
