import { type CommandOption } from '../command.ts';

/** A flag of cosign (2 and 3) or notation, and what it is here: another name of one of ours, nothing to do, or something else to use. */
interface ForeignOption {
  /** Long, or one letter. */
  readonly name: string;
  readonly on: readonly ForeignCommand[];
  /** Placeholder for its value; absent for switches. */
  readonly value?: string;
  /** Our option of which it is another name. */
  readonly same?: string;
  /** Accepted; this is written to standard error. */
  readonly note?: string;
  /** Not supported: what to do. */
  readonly instead?: string;
  /** Of a switch: the same for `=false`, which otherwise changes nothing. */
  readonly insteadIfFalse?: string;
}

export type ForeignCommand = 'sign' | 'verify' | 'attest' | 'verify-attestation';

const signing = ['sign', 'attest'] as const;
const verifying = ['verify', 'verify-attestation'] as const;
const all = [...signing, ...verifying] as const;
const notation = ['sign', 'verify'] as const;

const trustedRootInstead = 'put the certificates or keys into a trusted_root.json and pass --trusted-root FILE';
const tokenInstead = 'pass an identity token with --identity-token-file FILE, or in SIGSTORE_ID_TOKEN';
const readFromRegistry = 'leave it out: signatures are read from the registry, or from a layout with oci-dir:FOLDER';
const securityKey = 'use a key file; security keys are not supported';
const clientCertificate = 'leave it out: client certificates are not supported for this server';
const plugin = 'use --key FILE and --certificate-chain FILE; plugins are not supported';

/** In the order of their tools' help. What a command already has under the same name is not listed. */
export const foreignOptions: readonly ForeignOption[] = [
  // pratique trust
  { name: 'server', on: ['verify'], value: 'URL', same: 'trust-server' },
  // cosign, registries
  { name: 'allow-http-registry', on: all, same: 'insecure' },
  { name: 'allow-insecure-registry', on: all, same: 'insecure' },
  { name: 'k8s-keychain', on: all, instead: 'use docker login, or a credential helper in ~/.docker/config.json' },
  { name: 'registry-cacert', on: all, value: 'FILE', same: 'ca-file' },
  { name: 'registry-client-cert', on: all, value: 'FILE', instead: clientCertificate },
  { name: 'registry-client-key', on: all, value: 'FILE', instead: clientCertificate },
  { name: 'registry-password', on: all, value: 'PASSWORD', same: 'password' },
  { name: 'registry-server-name', on: all, value: 'NAME', instead: 'name the registry by a host name in its certificate' },
  { name: 'registry-token', on: all, value: 'TOKEN', instead: 'use docker login, or --username and --password-stdin' },
  { name: 'registry-username', on: all, value: 'NAME', same: 'username' },
  {
    name: 'registry-referrers-mode',
    on: ['sign'],
    value: 'MODE',
    instead: 'use --format simple-signing with --layout referrer (oci-1-1) or --layout tag (legacy)',
  },
  { name: 'attachment-tag-prefix', on: all, value: 'PREFIX', instead: 'leave it out: signatures are under cosign’s standard tags' },
  { name: 'timeout', on: all, value: 'DURATION', note: 'ignored: every request has its own time limit' },
  { name: 't', on: ['sign', 'verify'], value: 'DURATION', note: 'ignored: every request has its own time limit' },
  { name: 'output-file', on: all, value: 'FILE', instead: 'redirect standard error: 2> FILE' },
  { name: 'd', on: all, instead: 'use --verbose' },
  // cosign, signing
  { name: 'annotations', on: ['sign', 'verify'], value: 'NAME=VALUE', same: 'annotation' },
  {
    name: 'attachment',
    on: ['sign', 'verify'],
    value: 'TYPE',
    instead: 'sign an attestation with the SBOM: pratique attest --type cyclonedx --predicate FILE',
  },
  { name: 'bundle', on: signing, value: 'FILE', instead: 'leave it out: the bundle is stored with the image, and pratique tree lists it' },
  { name: 'certificate', on: signing, value: 'FILE', instead: 'sign with --scheme notation, which takes --key and --certificate-chain' },
  {
    name: 'certificate-chain',
    on: ['attest'],
    value: 'FILE',
    instead: 'leave it out: attestations are signed by key or by identity token',
  },
  { name: 'fulcio-auth-flow', on: signing, value: 'FLOW', instead: tokenInstead },
  { name: 'fulcio-url', on: signing, value: 'URL', same: 'certificate-authority' },
  { name: 'identity-token', on: signing, value: 'TOKEN', instead: `${tokenInstead}: arguments are visible to other users` },
  { name: 'insecure-skip-verify', on: signing, note: 'ignored: what is signed is verified before it is stored only with --trusted-root' },
  { name: 'issue-certificate', on: signing, instead: 'sign without --key, by identity token' },
  { name: 'new-bundle-format', on: ['sign'], note: 'not needed: bundles are the default', insteadIfFalse: 'use --format simple-signing' },
  { name: 'new-bundle-format', on: ['attest'], note: 'not needed: bundles are the default', insteadIfFalse: 'use --format envelope' },
  { name: 'oidc-client-id', on: signing, value: 'ID', instead: tokenInstead },
  { name: 'oidc-client-secret-file', on: signing, value: 'FILE', instead: tokenInstead },
  { name: 'oidc-disable-ambient-providers', on: signing, instead: tokenInstead },
  { name: 'oidc-issuer', on: signing, value: 'URL', instead: tokenInstead },
  { name: 'oidc-provider', on: signing, value: 'NAME', instead: tokenInstead },
  { name: 'oidc-redirect-url', on: signing, value: 'URL', instead: tokenInstead },
  {
    name: 'output-certificate',
    on: ['sign'],
    value: 'FILE',
    instead: 'leave it out: everything is stored with the image, and pratique tree lists it',
  },
  {
    name: 'output-payload',
    on: ['sign'],
    value: 'FILE',
    instead: 'leave it out: everything is stored with the image, and pratique tree lists it',
  },
  {
    name: 'output-signature',
    on: ['sign'],
    value: 'FILE',
    instead: 'leave it out: everything is stored with the image, and pratique tree lists it',
  },
  { name: 'payload', on: ['sign'], value: 'FILE', instead: 'leave it out: the payload is made from the image' },
  { name: 'record-creation-timestamp', on: signing, note: 'ignored: manifests of signatures have no creation time' },
  { name: 'recursive', on: ['sign'], same: 'all-platforms' },
  { name: 'r', on: ['sign'], same: 'all-platforms' },
  { name: 'rekor-entry-type', on: ['attest'], value: 'TYPE', note: 'ignored: the entry type follows from what is signed' },
  { name: 'rekor-url', on: signing, value: 'URL', same: 'transparency-log' },
  { name: 'replace', on: ['attest'], instead: 'remove the old attestations first: pratique clean --type attestation IMAGE' },
  {
    name: 'sign-container-identity',
    on: ['sign'],
    value: 'NAME',
    instead: 'sign the image under that name; for copies, list the name as copiedFrom in the trust policy',
  },
  { name: 'statement', on: ['attest'], value: 'FILE', instead: 'use --type and --predicate FILE: the statement is made for the image' },
  { name: 'timestamp-client-cacert', on: signing, value: 'FILE', same: 'ca-file' },
  { name: 'timestamp-client-cert', on: signing, value: 'FILE', instead: clientCertificate },
  { name: 'timestamp-client-key', on: signing, value: 'FILE', instead: clientCertificate },
  { name: 'timestamp-server-name', on: signing, value: 'NAME', instead: 'name the timestamp authority by a host name in its certificate' },
  { name: 'timestamp-server-url', on: signing, value: 'URL', same: 'timestamp-authority' },
  { name: 'tlog-upload', on: signing, instead: 'use --transparency-log URL: with --key nothing is logged unless a log is named' },
  {
    name: 'upload',
    on: ['sign'],
    note: 'not needed: signatures are always stored',
    insteadIfFalse: 'sign a copy in a layout: pratique copy IMAGE oci-dir:FOLDER',
  },
  { name: 'no-upload', on: ['attest'], instead: 'attest a copy in a layout: pratique copy IMAGE oci-dir:FOLDER' },
  { name: 'use-signing-config', on: signing, note: 'not needed: the services are those of --signing-config, or sigstore’s own' },
  // cosign, verifying
  { name: 'allow-certificate-chain', on: verifying, note: 'not needed: chains in bundles of versions that may have one are read' },
  { name: 'ca-intermediates', on: verifying, value: 'FILE', instead: trustedRootInstead },
  { name: 'ca-roots', on: verifying, value: 'FILE', instead: trustedRootInstead },
  {
    name: 'certificate',
    on: verifying,
    value: 'FILE',
    instead: 'pass the certificate’s public key with --key FILE: openssl x509 -in FILE -pubkey -noout',
  },
  { name: 'certificate-chain', on: verifying, value: 'FILE', instead: trustedRootInstead },
  {
    name: 'certificate-identity-regexp',
    on: verifying,
    value: 'PATTERN',
    same: 'certificate-identity-pattern',
    note: 'matched against the whole subject, not a part of it as in cosign; add .* where more may follow',
  },
  {
    name: 'certificate-oidc-issuer-regexp',
    on: verifying,
    value: 'PATTERN',
    same: 'certificate-oidc-issuer-pattern',
    note: 'matched against the whole issuer, not a part of it as in cosign; add .* where more may follow',
  },
  {
    name: 'check-claims',
    on: verifying,
    note: 'not needed: the signed digest is always compared',
    insteadIfFalse: 'leave it out: the signed digest is always compared',
  },
  { name: 'experimental-oci11', on: verifying, note: 'not needed: referrers are always searched' },
  { name: 'insecure-ignore-sct', on: verifying, instead: 'leave it out: certificates must be in a certificate log of the trusted root' },
  {
    name: 'insecure-ignore-tlog',
    on: verifying,
    note: 'not needed with --key; signatures by identity must be in a transparency log',
    insteadIfFalse: 'use --require-transparency-log',
  },
  { name: 'local-image', on: verifying, instead: 'write the folder as oci-dir:FOLDER' },
  { name: 'max-workers', on: verifying, value: 'NUMBER', note: 'ignored: the number of parallel requests is fixed' },
  { name: 'new-bundle-format', on: verifying, note: 'not needed: bundles and the older formats are always searched' },
  { name: 'output', on: verifying, value: 'FORMAT', same: 'format' },
  { name: 'o', on: verifying, value: 'FORMAT', same: 'format' },
  { name: 'payload', on: ['verify'], value: 'FILE', instead: readFromRegistry },
  { name: 'private-infrastructure', on: verifying, note: 'not needed with --key; signatures by identity must be in a transparency log' },
  { name: 'rekor-url', on: verifying, value: 'URL', instead: 'pass the log’s key in a trusted_root.json with --trusted-root FILE' },
  { name: 'sct', on: verifying, value: 'FILE', instead: 'leave it out: SCTs are read from the certificate' },
  { name: 'signature', on: ['verify'], value: 'FILE', instead: readFromRegistry },
  { name: 'signature-digest-algorithm', on: verifying, value: 'HASH', note: 'not needed: every hash that the key may sign with is tried' },
  { name: 'timestamp-certificate-chain', on: verifying, value: 'FILE', instead: trustedRootInstead },
  {
    name: 'use-signed-timestamps',
    on: verifying,
    note: 'not needed: with a trusted root, timestamps are always verified; without one (--key), they are not used',
  },
  { name: 'sk', on: all, instead: securityKey },
  { name: 'slot', on: all, value: 'SLOT', instead: securityKey },
  // notation
  { name: 'debug', on: notation, instead: 'use --verbose' },
  { name: 'e', on: ['sign'], value: 'DURATION', same: 'expires-in' },
  { name: 'expiry', on: ['sign'], value: 'DURATION', same: 'expires-in' },
  { name: 'force-referrers-tag', on: ['sign'], note: 'ignored: the referrers tag is used where the registry has no referrers API' },
  { name: 'id', on: ['sign'], value: 'ID', instead: plugin },
  { name: 'insecure-registry', on: notation, same: 'insecure' },
  { name: 'k', on: ['sign'], value: 'FILE', same: 'key' },
  { name: 'm', on: notation, value: 'NAME=VALUE', same: 'annotation' },
  {
    name: 'max-signatures',
    on: ['verify'],
    value: 'NUMBER',
    note: 'ignored: see pratique help limits for how many signatures are read',
  },
  { name: 'oci-layout', on: notation, instead: 'write the folder as oci-dir:FOLDER:TAG' },
  { name: 'p', on: notation, value: 'PASSWORD', same: 'password' },
  { name: 'plugin', on: ['sign'], value: 'NAME', instead: plugin },
  { name: 'plugin-config', on: notation, value: 'NAME=VALUE', instead: plugin },
  { name: 'signature-format', on: ['sign'], value: 'FORMAT', same: 'envelope' },
  { name: 'timestamp-root-cert', on: ['sign'], value: 'FILE', same: 'timestamp-root' },
  { name: 'timestamp-url', on: ['sign'], value: 'URL', same: 'timestamp-authority' },
  { name: 'u', on: notation, value: 'NAME', same: 'username' },
  { name: 'user-metadata', on: notation, value: 'NAME=VALUE', same: 'annotation' },
];

/** A command's own options with the other names of each, and after them the flags that are only accepted or explained. */
export function withForeignOptions(command: ForeignCommand, options: readonly CommandOption[]): readonly CommandOption[] {
  const foreign = foreignOptions.filter(
    ({ name, on }) => on.includes(command) && !options.some((own) => own.name === name || own.short === name),
  );
  const own = options.map((option) => {
    const aliases = foreign
      .filter(({ same }) => same === option.name)
      .map(({ name, note }) => ({ name, ...(note === undefined ? {} : { note }) }));
    return aliases.length === 0 ? option : { ...option, aliases };
  });
  const others = foreign
    .filter(({ same }) => same === undefined)
    .map(({ name, value, note, instead, insteadIfFalse }): CommandOption => ({
      name,
      meaning: 'a flag of cosign or notation',
      ...(value === undefined ? {} : { value }),
      ...(note === undefined ? {} : { note }),
      ...(instead === undefined ? {} : { instead }),
      ...(insteadIfFalse === undefined ? {} : { insteadIfFalse }),
    }));
  return [...own, ...others];
}
