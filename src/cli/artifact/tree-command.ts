import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const treeCommand: Command = {
  name: 'tree',
  summary: 'show an image with its signatures, attestations and SBOMs',
  description: [
    'Shows the artifacts of an image, or of an index and each of its platforms: cosign’s tags (sha256-….sig, .att, .sbom), referrers (OCI 1.1, by API or fallback tag), and the unsigned attestations that BuildKit puts into an index.',
    'Nothing is verified: a signature shown here may be anyone’s. IMAGE is a reference or oci-dir:PATH[:TAG].',
    'Exit codes: 0 shown; 3 the image could not be read; 4 an artifact could not be read, or the limit was reached.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference or OCI layout', isImage: true }],
  options: [
    {
      name: 'triangulate',
      value: 'TYPE',
      meaning: 'print only the reference where cosign stores this, as "cosign triangulate" does; its existence is not checked',
      choices: ['signature', 'attestation', 'sbom', 'digest'],
    },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['text', 'json'], default: 'text' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique tree ghcr.io/org/app:1', does: 'show the artifacts of an image' },
    { line: 'pratique tree --triangulate signature ghcr.io/org/app:1', does: 'print ghcr.io/org/app:sha256-….sig' },
    { line: 'pratique tree oci-dir:build/image --format json', does: 'show the artifacts of an image in a layout as JSON' },
  ],
  run: async (input, context) => (await import('./run-tree.ts')).runTree(input, context),
};
