import { type Command } from '../command.ts';
import { yesOption, trustWriteOptions } from './trust-options.ts';

export const trustRemoveCommand: Command = {
  name: 'trust remove',
  summary: 'remove the trust data of a repository',
  description: ['Removes it from this machine, and with --remote from the server, for all users. Private keys are kept.'],
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [{ name: 'remote', meaning: 'also remove it from the server, for all users' }, yesOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust remove ghcr.io/org/app', does: 'remove cached metadata, including the trusted root' }],
  run: async (input, context) => (await import('./signing.ts')).runRemove(input, context),
};
