import { type CommandOption } from './command.ts';
import { registryOptions } from './registry-options.ts';

/** Whose signature counts, where no policy says so; any of them is a policy for this run. */
const signerOptions: readonly CommandOption[] = [
  { name: 'key', value: 'FILE', meaning: 'public key in PEM whose signature counts (sigstore)', isRepeatable: true, completes: 'file' },
  {
    name: 'certificate-identity',
    value: 'SUBJECT',
    meaning: 'subject of the certificate whose signature counts, exactly (sigstore)',
    isRepeatable: true,
  },
  {
    name: 'certificate-identity-pattern',
    value: 'PATTERN',
    meaning: 'the same as a regular expression over the whole subject',
    isRepeatable: true,
  },
  { name: 'certificate-oidc-issuer', value: 'URL', meaning: 'issuer of the identity, exactly; needed with the two before' },
  { name: 'allow-any-identity', meaning: 'let a pattern pass that fits everybody of the issuer' },
  { name: 'threshold', value: 'NUMBER', meaning: 'how many different signers there must be', default: '1' },
  { name: 'root-key', value: 'ID', meaning: 'key ID of the root that is trusted for the repository (notary)', isRepeatable: true },
  {
    name: 'scheme',
    value: 'LIST',
    meaning: 'look only at these, of notary, sigstore, notation; without a policy, judge by what they keep on this machine',
    isRepeatable: true,
  },
];

/** How to judge, and where what is needed for that is. */
const judgeOptions: readonly CommandOption[] = [
  {
    name: 'config',
    value: 'FILE',
    meaning: 'configuration file with the trust policy',
    default: '$PRATIQUE_CONFIG, then pratique.yaml',
    completes: 'file',
  },
  { name: 'policy', value: 'FILE', meaning: 'the same as --config', completes: 'file' },
  {
    name: 'copied-from',
    value: 'REPOSITORY',
    meaning: 'accept classic cosign signatures that name this repository: where the image was copied from',
    isRepeatable: true,
  },
  { name: 'trusted-root', value: 'FILE', meaning: 'trusted_root.json to judge by (sigstore)', completes: 'file' },
  { name: 'require-transparency-log', meaning: 'signatures by key must be in a transparency log too' },
  {
    name: 'trust-server',
    value: 'URL',
    meaning: 'Notary server; registry for trust metadata in the image’s own repository',
    default: 'the policy’s, then $DOCKER_CONTENT_TRUST_SERVER, then Docker’s choice',
  },
  { name: 'require-pin', meaning: 'trust no root only because it is the first one seen, or was (notary)' },
  { name: 'offline', meaning: 'ask nobody but the image’s own registry' },
];

/** Taken by `verify` and, with `--verify`, by `scan`. */
export const trustOptions: readonly CommandOption[] = [...signerOptions, ...judgeOptions];

export const verifyOptions: readonly CommandOption[] = [
  ...trustOptions,
  {
    name: 'platform',
    value: 'PLATFORM',
    meaning: 'os/architecture[/variant] of an index whose manifest is wanted',
    default: 'the index itself',
  },
  { name: 'format', short: 'f', value: 'FORMAT', meaning: 'form of the answer', choices: ['table', 'json'], default: 'table' },
  { name: 'enforce', meaning: 'exit with 1 also where the policy says warn or ignore' },
  ...registryOptions,
];
