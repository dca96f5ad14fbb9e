import { type Command } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { signingOptions } from './signing-options.ts';

export const signCommand: Command = {
  name: 'sign',
  summary: 'sign an image with a key, an identity or a certificate (sigstore, Notation)',
  description: [
    'Signs the digest that IMAGE has now, never the tag, and stores the signature beside the image where cosign and pratique verify find it. Everything is signed, logged and timestamped before anything is stored: a service that fails leaves nothing behind.',
    'With --key the key signs, and nothing is logged unless a transparency log is named. Without it an identity token signs: of --identity-token-file, SIGSTORE_ID_TOKEN, GitHub Actions, or a file that is mounted for the workload. The passphrase of a key comes from --passphrase-file, COSIGN_PASSWORD or the terminal.',
    'With --scheme notation the signature is one of the Notary Project: by --key and the certificates of --certificate-chain, the signing certificate first and the root last.',
    'Signatures by key that are in no log are verified by cosign with --insecure-ignore-tlog, and by pratique as they are.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]' }],
  options: withForeignOptions('sign', [
    { name: 'scheme', value: 'SCHEME', meaning: 'how it is signed', choices: ['sigstore', 'notation'], default: 'sigstore' },
    { name: 'certificate-chain', value: 'FILE', meaning: 'notation: certificates in PEM or DER', completes: 'file' },
    { name: 'envelope', value: 'FORMAT', meaning: 'notation: how the signature is written', choices: ['jws', 'cose'], default: 'jws' },
    { name: 'expires-in', value: 'DURATION', meaning: 'notation: how long the signature counts, such as 90d', default: 'for ever' },
    {
      name: 'timestamp-root',
      value: 'FILE',
      meaning: 'notation: root certificates of the --timestamp-authority',
      completes: 'file',
    },
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      meaning: 'sigstore bundle (cosign 3), classic simple signing (cosign 1 and 2, most admission controllers), or both',
      choices: ['bundle', 'simple-signing', 'both'],
      default: 'bundle',
    },
    { name: 'annotation', short: 'a', value: 'NAME=VALUE', meaning: 'said by the signer about the image', isRepeatable: true },
    ...signingOptions,
  ]),
  examples: [
    { line: 'pratique sign --key cosign.key ghcr.io/org/app:1', does: 'with a key' },
    { line: 'pratique sign --yes ghcr.io/org/app@sha256:…', does: 'in GitHub Actions, as the workflow' },
    {
      line: 'pratique sign --key cosign.key --format both --all-platforms ghcr.io/org/app:1',
      does: 'for old and new verifiers, each platform too',
    },
    {
      line: 'pratique sign --scheme notation --key signing.key --certificate-chain chain.pem ghcr.io/org/app:1',
      does: 'as notation signs',
    },
  ],
  run: async (input, context) => (await import('./run-sign.ts')).runSign(input, context),
};
