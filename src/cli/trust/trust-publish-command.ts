import { type Command } from '../command.ts';
import { trustWriteOptions } from './trust-options.ts';

export const trustPublishCommand: Command = {
  name: 'trust publish',
  summary: 'publish staged changes, and finish an interrupted publication',
  arguments: [{ name: 'GUN', meaning: 'repository, an image name without a tag: alpine, ghcr.io/org/app' }],
  options: [...trustWriteOptions],
  examples: [{ line: 'pratique trust publish ghcr.io/org/app', does: 'publish all staged changes' }],
  run: async (input, context) => (await import('./staging.ts')).runPublish(input, context),
};
