import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from './trust-options.ts';

export const trustStatusCommand: Command = {
  name: 'trust status',
  summary: 'show staged changes',
  arguments: [{ name: 'GUN', meaning: 'repository, an image name without a tag: alpine, ghcr.io/org/app' }],
  options: [formatOption('output format', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [{ line: 'pratique trust status ghcr.io/org/app', does: 'show what trust publish would publish' }],
  run: async (input, context) => (await import('./staging.ts')).runStatus(input, context),
};
