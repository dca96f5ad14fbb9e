import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const trustNotationInspectCommand: Command = {
  name: 'trust notation inspect',
  summary: 'show the Notation signatures of an image, unverified',
  description: [
    'Lists the Notation signatures of IMAGE with the subject of their certificates, their claimed signing time, their expiry and what they sign.',
    'Nothing is verified. To verify, run pratique verify --scheme notation.',
    'Exit codes: 0 shown; 3 the image could not be read; 4 a signature could not be read, or there are too many.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [{ line: 'pratique trust notation inspect registry.example.com/app:1', does: 'like notation inspect' }],
  run: async (input, context) => (await import('./notation-inspect.ts')).runNotationInspect(input, context),
};
