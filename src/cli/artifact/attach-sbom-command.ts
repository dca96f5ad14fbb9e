import { sbomFormats } from '../../trust/store/sbom-format.ts';
import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

export const attachSbomCommand: Command = {
  name: 'attach sbom',
  summary: 'attach an SBOM to an image, unsigned',
  description: [
    'Stores an SBOM in the image’s repository, under the tag sha256-….sbom, where cosign finds it, or as a referrer. The format is detected: CycloneDX (JSON, XML), SPDX (JSON, tag-value) or Syft JSON.',
    'An attached SBOM is not signed. "pratique attest" attaches a signed one, which "pratique verify-attestation" verifies.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    { name: 'sbom', value: 'FILE', meaning: 'file with the SBOM, or - for standard input', completes: 'file' },
    { name: 'type', value: 'FORMAT', meaning: 'require this format', choices: sbomFormats },
    { name: 'input-format', value: 'ENCODING', meaning: 'require this encoding', choices: ['json', 'xml', 'text'] },
    {
      name: 'layout',
      value: 'PLACE',
      meaning: 'where to store it: cosign’s tag, or a referrer (OCI 1.1)',
      choices: ['tag', 'referrer'],
      default: 'tag',
    },
    { name: 'replace', meaning: 'replace another SBOM under the tag' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique attach sbom --sbom bom.json ghcr.io/org/app:1', does: 'attach an SBOM' },
    {
      line: 'syft ghcr.io/org/app:1 -o spdx-json | pratique attach sbom --sbom - ghcr.io/org/app:1',
      does: 'attach the output of another tool',
    },
  ],
  run: async (input, context) => (await import('./run-attach-sbom.ts')).runAttachSbom(input, context),
};
