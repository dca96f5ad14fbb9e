import { type Command } from '../command.ts';
import { downloadOptions } from './download-options.ts';

export const downloadAttestationCommand: Command = {
  name: 'download attestation',
  summary: 'write the attestations of an image as JSON lines',
  description: [
    'Writes one line of JSON for each attestation, as cosign does: sigstore bundles first (.dsseEnvelope.payload), then classic envelopes (.payload). Signatures that cosign 3 stores as in-toto statements are included.',
    'Nothing is verified; use "pratique verify-attestation" for that. Exit codes: 0 written; 3 no attestation, or the image could not be read; 4 an attestation could not be read, or the limit was reached.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    { name: 'predicate-type', value: 'TYPE', meaning: 'write only this predicate type: a name or a URI', default: 'all' },
    ...downloadOptions,
  ],
  examples: [
    {
      line: "pratique download attestation --predicate-type cyclonedx ghcr.io/org/app:1 | jq -r '.dsseEnvelope.payload // .payload' | base64 -d | jq .predicate",
      does: 'print the predicate of each SBOM attestation',
    },
  ],
  run: async (input, context) => (await import('./run-download.ts')).runDownloadAttestation(input, context),
};
