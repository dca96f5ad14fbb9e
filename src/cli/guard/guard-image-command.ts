import { type Command } from '../command.ts';
import { guardOptions } from './guard-options.ts';

export const guardImageCommand: Command = {
  name: 'guard image',
  summary: 'decide about one image, for the image verifiers of containerd',
  description: [
    'Judges an image in its registry by the sections guard, trust and policy of pratique.yaml. Prints why it is refused. containerd asks a program in bin_dir of its plugin io.containerd.image-verifier.v1.bindir before it pulls; docs/guide/guarding-engines.md has the script.',
    'Exit codes: 0 allowed; 1 refused; 2 usage error; 3 the image or the policy could not be read.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference' }],
  options: [
    { name: 'digest', value: 'DIGEST', meaning: 'digest that the name was resolved to' },
    { name: 'config', value: 'FILE', meaning: 'configuration file', default: '$PRATIQUE_CONFIG, then pratique.yaml', completes: 'file' },
    ...guardOptions.filter(({ name }) => name !== 'config' && name !== 'digest'),
  ],
  examples: [{ line: 'pratique guard image ghcr.io/acme/app:1', does: 'exit 1, with the reason, if the policy refuses the image' }],
  run: async (input, context) => (await import('./run-guard-image.ts')).runGuardImage(input, context),
}; // prettier-ignore
