import { type Command } from '../command.ts';
import { trustReadOptions } from '../trust/options.ts';

export const trustInspectCommand: Command = {
  name: 'trust inspect',
  summary: 'show signed tags, signers and keys, as docker trust inspect',
  description: ['The JSON is Docker’s, byte for byte; --pretty is Docker’s too.'],
  arguments: [{ name: 'IMAGE', meaning: 'images, with a tag or without', isVariadic: true }],
  options: [{ name: 'pretty', meaning: 'for people' }, ...trustReadOptions],
  examples: [
    { line: 'pratique trust inspect ghcr.io/org/app', does: 'JSON for scripts that read docker trust inspect' },
    { line: 'pratique trust inspect --pretty alpine', does: 'for people' },
  ],
  run: async (input, context) => (await import('../trust/reading.ts')).runInspect(input, context),
};
