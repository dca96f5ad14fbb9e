import { type Command } from '../command.ts';
import { downloadOptions } from './download-options.ts';

export const downloadSignatureCommand: Command = {
  name: 'download signature',
  summary: 'write the cosign signatures of an image as JSON lines',
  description: [
    'Writes one line of JSON for each signature, as cosign does: sigstore bundles, or, if there are none, classic signatures with .Base64Signature, .Payload, .Cert.Raw, .Chain, .Bundle and .RFC3161Timestamp. Attestations are written by "pratique download attestation".',
    'Nothing is verified. Exit codes: 0 written; 3 no signature, or the image could not be read; 4 a signature could not be read, or the limit was reached.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      meaning: 'format of the signatures to write',
      choices: ['bundle', 'simple-signing'],
      default: 'bundle, or simple-signing if there is no bundle',
    },
    ...downloadOptions,
  ],
  examples: [
    { line: 'pratique download signature ghcr.io/org/app:1 | jq -r .dsseEnvelope.payload | base64 -d', does: 'print what a bundle signs' },
    {
      line: 'pratique download signature --format simple-signing ghcr.io/org/app:1 | jq -r .Payload | base64 -d',
      does: 'print what a classic signature signs',
    },
  ],
  run: async (input, context) => (await import('./run-download.ts')).runDownloadSignature(input, context),
};
