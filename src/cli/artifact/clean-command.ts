import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const cleanCommand: Command = {
  name: 'clean',
  summary: 'remove signatures, attestations or SBOMs of an image',
  description: [
    'Lists the artifacts of an image, or of an index and each of its platforms, that would be removed; --yes removes them. The image itself stays. The registry must allow deletion.',
    'A registry deletes a manifest under every tag. So an image, an index of images, trust metadata, and what another tag holds or names another image as its subject are never removed; the output says what was kept, and why.',
    '--orphans lists or removes what "pratique doctor" reports as orphaned in the whole repository: signatures, attestations, SBOMs and lists whose image does not exist. A registry with the referrers API does not list the referrers of a missing image that has no tags of cosign either; name its digest instead: IMAGE@sha256:….',
    'IMAGE is a reference or oci-dir:PATH[:TAG]; with --orphans, its tag does not matter.',
    'Exit codes: 0 listed or removed; 3 failed; 4 the limit on artifacts was reached, so there may be more.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference or OCI layout', isImage: true }],
  options: [
    {
      name: 'type',
      value: 'TYPE',
      meaning: 'artifacts to remove',
      choices: ['signature', 'attestation', 'sbom', 'all'],
      default: 'all',
      isRepeatable: true,
    },
    { name: 'orphans', meaning: 'remove what belongs to images that do not exist, in the whole repository' },
    { name: 'yes', short: 'y', meaning: 'remove the artifacts instead of listing them' },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique clean registry.example/org/app:1', does: 'list what would be removed' },
    { line: 'pratique clean registry.example/org/app:1 --type signature --yes', does: 'remove the signatures' },
    { line: 'pratique clean --orphans registry.example/org/app', does: 'list what belongs to images that do not exist' },
  ],
  run: async (input, context) => (await import('./run-clean.ts')).runClean(input, context),
};
