import { type Command } from '../command.ts';
import { trustWriteOptions } from './trust-options.ts';

export const trustPublishCommand: Command = {
  name: 'trust publish',
  summary: 'publish staged changes, and finish an interrupted publication',
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [...trustWriteOptions],
  examples: [{ line: 'pratique trust publish ghcr.io/org/app', does: 'publish all staged changes' }],
  run: async (input, context) => (await import('./staging.ts')).runPublish(input, context),
};
