import { type CertificateExtensionName } from '../../trust/sigstore/certificate/certificate-extensions.ts';
import { type CommandOption } from '../command.ts';
import { withForeignOptions } from '../words/foreign-options.ts';
import { registryOptions } from '../words/registry-options.ts';

/** Options that name trusted signers. Any of them is a policy for this run and replaces the policy file; those of several schemes are all required. */
const signerOptions: readonly CommandOption[] = [
  {
    name: 'key',
    value: 'KEY',
    meaning: 'trust signatures by this public key: a PEM file, env://NAME or an https URL (sigstore)',
    isRepeatable: true,
    completes: 'file',
  },
  {
    name: 'certificate-identity',
    value: 'SUBJECT',
    meaning: 'trust signatures by the identity with exactly this subject (sigstore)',
    isRepeatable: true,
  },
  {
    name: 'certificate-identity-pattern',
    value: 'PATTERN',
    meaning: 'trust identities whose whole subject matches this regular expression (sigstore)',
    isRepeatable: true,
  },
  {
    name: 'certificate-oidc-issuer',
    value: 'URL',
    meaning: 'issuer of the identity, exactly; required with --certificate-identity[-pattern]',
  },
  { name: 'certificate-oidc-issuer-pattern', value: 'PATTERN', meaning: 'regular expression that must match the whole issuer' },
  { name: 'allow-any-identity', meaning: 'allow a pattern that matches every identity of the issuer' },
  {
    name: 'annotation',
    short: 'a',
    value: 'NAME=VALUE',
    meaning: 'require this annotation in the signature (sigstore, notation)',
    isRepeatable: true,
  },
  { name: 'threshold', value: 'NUMBER', meaning: 'number of different signers required', default: '1' },
  {
    name: 'root-key',
    value: 'ID',
    meaning: 'trust this root key ID for the repository (notary); required in addition to --key or an identity',
    isRepeatable: true,
  },
  {
    name: 'scheme',
    value: 'LIST',
    meaning: 'check only these schemes: notary, sigstore, notation; without a policy, by the trust data kept on this machine',
    isRepeatable: true,
  },
];

/** Claims of a GitHub workflow's identity token, as cosign names them. */
export const workflowOptions = {
  'certificate-github-workflow-name': 'githubWorkflowName',
  'certificate-github-workflow-ref': 'githubWorkflowRef',
  'certificate-github-workflow-repository': 'githubWorkflowRepository',
  'certificate-github-workflow-sha': 'githubWorkflowSha',
  'certificate-github-workflow-trigger': 'githubWorkflowTrigger',
} as const satisfies Readonly<Record<string, CertificateExtensionName>>;

/** Options of `verify` and `verify-attestation` that `scan` does not have. */
export const subjectOptions: readonly CommandOption[] = [
  ...Object.keys(workflowOptions).map((name) => ({
    name,
    value: 'TEXT',
    meaning: `${name.replace(/^certificate-github-workflow-/, '')} of the GitHub workflow, exactly; must be in the certificate`,
  })),
  {
    name: 'scope',
    value: 'REPOSITORY',
    meaning: 'repository of an image in an oci-dir: layout, for policy patterns, Notation scopes and signed names',
  },
];

/** Options on how to verify. */
const judgeOptions: readonly CommandOption[] = [
  {
    name: 'config',
    value: 'FILE',
    meaning: 'configuration file with the trust policy',
    default: '$PRATIQUE_CONFIG, then pratique.yaml',
    completes: 'file',
  },
  { name: 'policy', value: 'FILE', meaning: 'same as --config', completes: 'file' },
  {
    name: 'copied-from',
    value: 'REPOSITORY',
    meaning:
      'verify the image as a copy of this repository: by its name in classic cosign signatures and trust metadata, and by its policy statement where none matches the image',
    isRepeatable: true,
  },
  {
    name: 'trusted-root',
    value: 'FILE',
    meaning: 'trusted_root.json to verify with, instead of the policy’s (sigstore)',
    completes: 'file',
  },
  { name: 'require-transparency-log', meaning: 'require signatures by key to be in a transparency log' },
  {
    name: 'trust-server',
    value: 'URL',
    meaning: 'Notary server, or "registry" for trust metadata in the image’s own repository',
    default: 'the policy’s, then $DOCKER_CONTENT_TRUST_SERVER, then Docker’s choice',
  },
  { name: 'require-pin', meaning: 'require a pinned root; no trust on first use (notary)' },
  { name: 'offline', meaning: 'contact only the image’s own registry' },
];

/** Options of `verify` and, with `--verify`, of `scan`. */
export const trustOptions: readonly CommandOption[] = [...signerOptions, ...judgeOptions];

export const verifyOptions: readonly CommandOption[] = withForeignOptions('verify', [
  ...trustOptions,
  ...subjectOptions,
  {
    name: 'platform',
    value: 'PLATFORM',
    meaning: 'platform of an index to verify, as os/architecture[/variant]; a signed image must state it itself unless the index is signed',
    default: 'the index itself',
  },
  { name: 'format', short: 'f', value: 'FORMAT', meaning: 'output format', choices: ['table', 'json'], default: 'table' },
  { name: 'enforce', meaning: 'exit with 1 for untrusted images even where the policy says warn or ignore' },
  ...registryOptions,
]);
