import { type Command } from '../command.ts';
import { trustWriteOptions } from '../trust/options.ts';

export const trustPublishCommand: Command = {
  name: 'trust publish',
  summary: 'publish staged changes, and finish what was interrupted',
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [...trustWriteOptions],
  examples: [{ line: 'pratique trust publish ghcr.io/org/app', does: 'everything that is staged' }],
  run: async (input, context) => (await import('../trust/staging.ts')).runPublish(input, context),
};
