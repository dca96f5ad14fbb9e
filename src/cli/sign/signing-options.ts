import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

/** Options that choose the signer. */
const signerOptions: readonly CommandOption[] = [
  { name: 'key', value: 'FILE', meaning: 'private key: a cosign key, or PKCS #8, SEC 1 or PKCS #1 in PEM', completes: 'file' },
  { name: 'passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of the key', completes: 'file' },
  {
    name: 'identity-token-file',
    value: 'FILE',
    meaning: 'identity token (OpenID Connect) to sign with instead of a key',
    completes: 'file',
  },
  { name: 'oidc-audience', value: 'TEXT', meaning: 'audience that the identity token must have', default: 'sigstore' },
];

/** Services that certify, log and timestamp. */
const serviceOptions: readonly CommandOption[] = [
  { name: 'signing-config', value: 'FILE', meaning: 'signing_config.json that names the services', completes: 'file' },
  { name: 'certificate-authority', value: 'URL', meaning: 'URL of the certificate authority for identity tokens (Fulcio)' },
  { name: 'transparency-log', value: 'URL', meaning: 'URL of a transparency log (Rekor)', isRepeatable: true },
  { name: 'transparency-log-version', value: 'NUMBER', meaning: 'API version of --transparency-log', choices: ['1', '2'], default: '1' },
  { name: 'timestamp-authority', value: 'URL', meaning: 'URL of a timestamp authority (RFC 3161)', isRepeatable: true },
  {
    name: 'trusted-root',
    value: 'FILE',
    meaning: 'verify the signature with this trusted_root.json before storing it',
    completes: 'file',
  },
  { name: 'yes', short: 'y', meaning: 'agree that the identity is published permanently in sigstore’s public log' },
];

/** What is signed, and where the signature is stored. */
const placeOptions: readonly CommandOption[] = [
  { name: 'all-platforms', meaning: 'also sign each platform of an index' },
  { name: 'layout', value: 'PLACE', meaning: 'where to store cosign’s classic format', choices: ['tag', 'referrer'], default: 'tag' },
  { name: 'json', meaning: 'write the result as JSON' },
];

export const signingOptions: readonly CommandOption[] = [...signerOptions, ...serviceOptions, ...placeOptions, ...registryOptions];
