import { type Command } from '../command.ts';
import { registryOptions } from '../registry-options.ts';

export const trustNotationInspectCommand: Command = {
  name: 'trust notation inspect',
  summary: 'show what the Notation signatures of an image say of themselves',
  description: [
    'Lists the signatures of the Notary Project beside IMAGE with who is named in their certificates, when they say they were made, until when they count and what they sign.',
    'Nothing is verified: what is shown is what is written. pratique verify --scheme notation tells what is believed.',
    'Exit codes: 0 shown; 3 the image could not be read; 4 a signature could not be read, or there are more than are looked at.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]' }],
  options: [
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [{ line: 'pratique trust notation inspect registry.example.com/app:1', does: 'as notation inspect' }],
  run: async (input, context) => (await import('../trust/notation-inspect.ts')).runNotationInspect(input, context),
};
