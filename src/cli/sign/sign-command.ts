import { type Command } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { signingOptions } from './signing-options.ts';

export const signCommand: Command = {
  name: 'sign',
  summary: 'sign an image with a key, an identity or a certificate (sigstore, Notation)',
  description: [
    'Signs the digest that IMAGE points to now, not the tag, and stores the signature in the image’s repository, where cosign and pratique verify find it. Nothing is stored until everything is signed, logged and timestamped, so a service that fails leaves nothing behind.',
    '--key signs with a private key and uses no transparency log unless --transparency-log names one. Without --key, an identity token is used (keyless): from --identity-token-file, SIGSTORE_ID_TOKEN, GitHub Actions, or a mounted token file. The passphrase of the key comes from --passphrase-file, COSIGN_PASSWORD or the terminal.',
    '--scheme notation makes a Notary Project signature with --key and --certificate-chain: the signing certificate first, the root last.',
    'To verify a signature by key that is in no log with cosign, pass --insecure-ignore-tlog; pratique needs no option.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, or oci-dir:PATH[:TAG]', isImage: true }],
  options: withForeignOptions('sign', [
    { name: 'scheme', value: 'SCHEME', meaning: 'signing scheme', choices: ['sigstore', 'notation'], default: 'sigstore' },
    { name: 'certificate-chain', value: 'FILE', meaning: 'notation: certificate chain in PEM or DER', completes: 'file' },
    { name: 'envelope', value: 'FORMAT', meaning: 'notation: format of the signature envelope', choices: ['jws', 'cose'], default: 'jws' },
    { name: 'expires-in', value: 'DURATION', meaning: 'notation: validity of the signature, such as 90d', default: 'no expiry' },
    {
      name: 'timestamp-root',
      value: 'FILE',
      meaning: 'notation: root certificates of --timestamp-authority',
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
    { name: 'annotation', short: 'a', value: 'NAME=VALUE', meaning: 'annotation to sign together with the digest', isRepeatable: true },
    ...signingOptions,
  ]),
  examples: [
    { line: 'pratique sign --key cosign.key ghcr.io/org/app:1', does: 'sign with a key' },
    { line: 'pratique sign --yes ghcr.io/org/app@sha256:…', does: 'sign as the workflow in GitHub Actions' },
    {
      line: 'pratique sign --key cosign.key --format both --all-platforms ghcr.io/org/app:1',
      does: 'sign an index and each platform, for old and new verifiers',
    },
    {
      line: 'pratique sign --scheme notation --key signing.key --certificate-chain chain.pem ghcr.io/org/app:1',
      does: 'sign with a certificate, as notation does',
    },
  ],
  run: async (input, context) => (await import('./run-sign.ts')).runSign(input, context),
};
