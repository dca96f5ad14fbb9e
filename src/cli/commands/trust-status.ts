import { type Command } from '../command.ts';
import { formatOption, trustReadOptions } from '../trust/options.ts';

export const trustStatusCommand: Command = {
  name: 'trust status',
  summary: 'show changes that are staged and not published',
  arguments: [{ name: 'GUN', meaning: 'the repository, as an image without its tag: alpine, ghcr.io/org/app' }],
  options: [formatOption('form of the answer', ['table', 'json'], 'table'), ...trustReadOptions],
  examples: [{ line: 'pratique trust status ghcr.io/org/app', does: 'what trust publish would publish' }],
  run: async (input, context) => (await import('../trust/staging.ts')).runStatus(input, context),
};
