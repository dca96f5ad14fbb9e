import { type Command, type CommandOption } from '../command.ts';
import { targetArgument } from '../scan/target-argument.ts';
import { viewOptions } from '../scan/view-options.ts';

/** How the base of an image is found; `fix` has the same. */
export const baseOptions: readonly CommandOption[] = [
  { name: 'base', value: 'REFERENCE', meaning: 'the base image, where nothing else tells it' },
  {
    name: 'base-repository',
    value: 'REPOSITORY',
    meaning: 'repository whose tags are compared with the layers of the image',
    default: 'what labels, attestations and variables of official images suggest',
    isRepeatable: true,
  },
];

export const recommendCommand: Command = {
  name: 'recommend',
  summary: 'recommend updates of the base image, each scanned',
  description: [
    'Finds the base of an image: by comparing its lowest layers with images scanned before and with tags of likely repositories, or by build attestations, labels and history. Then lists its tags and scans those that could replace it: the same tag rebuilt, newer patch, minor and major versions of the same flavour, a newer distribution, and slimmer flavours.',
    'An image without a known base that is in a registry is taken for a base image itself. Prereleases, and lines whose support has ended, are left out. Layers that candidates share are read once.',
    'With --offline-scan the answer comes from images that were scanned on this machine before.',
    'Exit codes: 0 answered; 1 (or the number given with --exit-code) the base is behind its tag or without support; 2 usage error; 3 the image could not be scanned, or its base is not known; 4 a candidate could not be scanned.',
  ],
  arguments: [targetArgument('image reference, archive or OCI layout')],
  options: [
    ...baseOptions,
    { name: 'only-refresh', meaning: 'recommend only a rebuild of the same tag' },
    { name: 'only-update', meaning: 'recommend only newer versions' },
    { name: 'tag', value: 'TAG', meaning: 'look at this tag of the base only' },
    {
      name: 'candidate',
      value: 'REFERENCE',
      meaning: 'another image to compare the base with, such as a distroless one',
      isRepeatable: true,
    },
    { name: 'limit', value: 'NUMBER', meaning: 'candidates to scan, 1 to 50', default: '20' },
    { name: 'exit-code', value: 'NUMBER', meaning: 'exit code when the base is behind its tag or without support, 0 to 255', default: '0' },
    {
      name: 'sbom-sources',
      value: 'LIST',
      meaning: 'use an SBOM attached to a candidate (oci) instead of its layers; it is not verified',
      default: 'none',
      isRepeatable: true,
    },
    ...viewOptions('table', 'json', 'markdown'),
  ],
  examples: [
    { line: 'pratique recommend app:1', does: 'show what the base is, and what to replace it with' },
    { line: 'pratique recommend app:1 --only-refresh --exit-code 1', does: 'exit 1 if the base was rebuilt since' },
    { line: 'pratique recommend app.tar --base-repository registry.example/debian', does: 'look for the base in one repository' },
    { line: 'pratique recommend node:22 --candidate gcr.io/distroless/nodejs22-debian12', does: 'compare with a distroless image too' },
  ],
  run: async (input, context) => (await import('./run-recommend.ts')).runRecommend(input, context),
};
