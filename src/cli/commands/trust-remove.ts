import { type Command } from '../command.ts';
import { yesOption, trustWriteOptions } from '../trust/options.ts';

export const trustRemoveCommand: Command = {
  name: 'trust remove',
  summary: 'forget a repository’s trust data',
  description: ['On this machine, and with --remote on the server for everybody. Keys are kept.'],
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [{ name: 'remote', meaning: 'also on the server, for everybody' }, yesOption, ...trustWriteOptions],
  examples: [{ line: 'pratique trust remove ghcr.io/org/app', does: 'forget what is cached, the trusted root included' }],
  run: async (input, context) => (await import('../trust/signing.ts')).runRemove(input, context),
};
