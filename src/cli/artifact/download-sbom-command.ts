import { type Command } from '../command.ts';
import { downloadOptions } from './download-options.ts';

export const downloadSbomCommand: Command = {
  name: 'download sbom',
  summary: 'write the SBOM that is attached to an image',
  description: [
    'Writes the SBOM under the tag sha256-….sbom or, where there is none, the first referrer that is an SBOM, byte for byte. Attached SBOMs are not signed; signed ones are attestations ("pratique download attestation").',
    'Exit codes: 0 written; 3 no SBOM, or the image could not be read; 4 an artifact could not be read, or the limit was reached.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    { name: 'output', short: 'o', value: 'FILE', meaning: 'write to this file', default: 'standard output', completes: 'file' },
    { name: 'digest', value: 'DIGEST', meaning: 'digest of the SBOM, if there are several' },
    ...downloadOptions,
  ],
  examples: [{ line: 'pratique download sbom ghcr.io/org/app:1 | jq .components', does: 'print the components of a CycloneDX SBOM' }],
  run: async (input, context) => (await import('./run-download-sbom.ts')).runDownloadSbom(input, context),
};
