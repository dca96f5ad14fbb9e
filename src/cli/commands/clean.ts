import { type Command } from '../command.ts';
import { registryOptions } from '../registry-options.ts';

export const cleanCommand: Command = {
  name: 'clean',
  summary: 'remove signatures, attestations or SBOMs of an image',
  description: [
    'Lists what lies beside the index and each of its platforms and would be removed; with --yes it is. The image itself stays. A registry has to allow deleting.',
    'IMAGE is a reference, or oci-dir:PATH[:TAG].',
    'Exit codes: 0 listed or removed; 3 it could not be; 4 there is more than was looked at.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference or OCI layout' }],
  options: [
    {
      name: 'type',
      value: 'TYPE',
      meaning: 'what to remove',
      choices: ['signature', 'attestation', 'sbom', 'all'],
      default: 'all',
      isRepeatable: true,
    },
    { name: 'yes', short: 'y', meaning: 'remove, instead of listing only' },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique clean registry.example/org/app:1', does: 'what would be removed' },
    { line: 'pratique clean registry.example/org/app:1 --type signature --yes', does: 'remove the signatures' },
  ],
  run: async (input, context) => (await import('../run-clean.ts')).runClean(input, context),
};
