import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

/** Who signs. */
const signerOptions: readonly CommandOption[] = [
  { name: 'key', value: 'FILE', meaning: 'private key: cosign’s, PKCS #8, SEC 1 or PKCS #1 in PEM', completes: 'file' },
  { name: 'passphrase-file', value: 'FILE', meaning: 'file whose first line is the passphrase of the key', completes: 'file' },
  {
    name: 'identity-token-file',
    value: 'FILE',
    meaning: 'identity token (OpenID Connect) to sign with in place of a key',
    completes: 'file',
  },
  { name: 'oidc-audience', value: 'TEXT', meaning: 'whom the identity token must be for', default: 'sigstore' },
];

/** Who testifies. */
const serviceOptions: readonly CommandOption[] = [
  { name: 'signing-config', value: 'FILE', meaning: 'signing_config.json that names the services', completes: 'file' },
  { name: 'certificate-authority', value: 'URL', meaning: 'who makes certificates for identity tokens (Fulcio)' },
  { name: 'transparency-log', value: 'URL', meaning: 'who logs the signature (Rekor); may be given several times', isRepeatable: true },
  { name: 'transparency-log-version', value: 'NUMBER', meaning: 'version of its interface', choices: ['1', '2'], default: '1' },
  { name: 'timestamp-authority', value: 'URL', meaning: 'who says when (RFC 3161); may be given several times', isRepeatable: true },
  {
    name: 'trusted-root',
    value: 'FILE',
    meaning: 'trusted_root.json that the signature must verify by before it is published',
    completes: 'file',
  },
  { name: 'yes', short: 'y', meaning: 'agree that the identity becomes public for ever in sigstore’s own log' },
];

/** What is signed and how it is kept. */
const placeOptions: readonly CommandOption[] = [
  { name: 'all-platforms', meaning: 'sign each platform of an index too' },
  { name: 'layout', value: 'PLACE', meaning: 'where cosign’s classic form is kept', choices: ['tag', 'referrer'], default: 'tag' },
  { name: 'json', meaning: 'write what was stored as JSON' },
];

export const signingOptions: readonly CommandOption[] = [...signerOptions, ...serviceOptions, ...placeOptions, ...registryOptions];
