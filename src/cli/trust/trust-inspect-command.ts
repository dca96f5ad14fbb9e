import { type Command } from '../command.ts';
import { trustReadOptions } from './trust-options.ts';

export const trustInspectCommand: Command = {
  name: 'trust inspect',
  summary: 'show signed tags, signers and keys, like docker trust inspect',
  description: [
    'Prints the same JSON, and with --pretty the same text, as docker trust inspect, byte for byte and so at any width of the terminal.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'images, with or without a tag', isVariadic: true }],
  options: [{ name: 'pretty', meaning: 'print text for people' }, ...trustReadOptions],
  examples: [
    { line: 'pratique trust inspect ghcr.io/org/app', does: 'JSON, for scripts that parse docker trust inspect' },
    { line: 'pratique trust inspect --pretty alpine', does: 'print text for people' },
  ],
  run: async (input, context) => (await import('./reading.ts')).runInspect(input, context),
};
