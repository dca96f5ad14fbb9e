import { type CommandEntry } from './command.ts';

/** Every command, in the order that help shows them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'scan images for known vulnerabilities',
    aliases: ['image', 'rootfs', 'fs', 'filesystem'],
    load: async () => (await import('./commands/scan.ts')).scanCommand,
  },
  {
    name: 'cves',
    summary: 'list the known vulnerabilities of one image',
    load: async () => (await import('./commands/cves.ts')).cvesCommand,
  },
  {
    name: 'sample',
    summary: 'scan a deliberately vulnerable sample image',
    load: async () => (await import('./commands/sample.ts')).sampleCommand,
  },
  {
    name: 'db build',
    summary: 'build an advisory database from the publishers’ feeds',
    load: async () => (await import('./commands/db-build.ts')).dbBuildCommand,
  },
  {
    name: 'db update',
    summary: 'update the advisory database',
    load: async () => (await import('./commands/db-update.ts')).dbUpdateCommand,
  },
  {
    name: 'db status',
    summary: 'show the content and age of the advisory database',
    load: async () => (await import('./commands/db-status.ts')).dbStatusCommand,
  },
  {
    name: 'db search',
    summary: 'look up a CVE, an advisory or a package in the advisory database',
    load: async () => (await import('./commands/db-search.ts')).dbSearchCommand,
  },
  {
    name: 'verify',
    summary: 'verify signatures and explain the result',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    name: 'verify-attestation',
    summary: 'verify attestations against a policy',
    load: async () => (await import('./commands/verify-attestation.ts')).verifyAttestationCommand,
  },
  {
    name: 'sign',
    summary: 'sign an image with a key, an identity or a certificate (sigstore, Notation)',
    load: async () => (await import('./commands/sign.ts')).signCommand,
  },
  {
    name: 'sign generate-key-pair',
    summary: 'generate a key pair for signing, as cosign does',
    load: async () => (await import('./commands/sign-generate-key-pair.ts')).signGenerateKeyPairCommand,
  },
  {
    name: 'attest',
    summary: 'attach a signed attestation to an image',
    load: async () => (await import('./commands/attest.ts')).attestCommand,
  },
  {
    name: 'trust root update',
    summary: 'update sigstore’s trusted root',
    load: async () => (await import('./commands/trust-root-update.ts')).trustRootUpdateCommand,
  },
  {
    name: 'trust notation inspect',
    summary: 'show the Notation signatures of an image, unverified',
    load: async () => (await import('./commands/trust-notation-inspect.ts')).trustNotationInspectCommand,
  },
  {
    name: 'trust init',
    summary: 'create trust data for a repository, with new keys',
    load: async () => (await import('./commands/trust-init.ts')).trustInitCommand,
  },
  {
    name: 'trust sign',
    summary: 'sign a tag with Docker Content Trust',
    load: async () => (await import('./commands/trust-sign.ts')).trustSignCommand,
  },
  {
    name: 'trust revoke',
    summary: 'revoke a tag’s signatures',
    load: async () => (await import('./commands/trust-revoke.ts')).trustRevokeCommand,
  },
  {
    name: 'trust inspect',
    summary: 'show signed tags, signers and keys, like docker trust inspect',
    load: async () => (await import('./commands/trust-inspect.ts')).trustInspectCommand,
  },
  {
    name: 'trust list',
    summary: 'list signed tags by role',
    load: async () => (await import('./commands/trust-list.ts')).trustListCommand,
  },
  {
    name: 'trust verify',
    summary: 'print the signed digest of a tag',
    load: async () => (await import('./commands/trust-verify.ts')).trustVerifyCommand,
  },
  {
    name: 'trust remove',
    summary: 'remove the trust data of a repository',
    load: async () => (await import('./commands/trust-remove.ts')).trustRemoveCommand,
  },
  {
    name: 'trust key generate',
    summary: 'generate a key pair for a signer',
    load: async () => (await import('./commands/trust-key-generate.ts')).trustKeyGenerateCommand,
  },
  {
    name: 'trust key load',
    summary: 'add a private key from a file to the trust directory',
    load: async () => (await import('./commands/trust-key-load.ts')).trustKeyLoadCommand,
  },
  {
    name: 'trust key list',
    summary: 'list private keys in the trust directory',
    load: async () => (await import('./commands/trust-key-list.ts')).trustKeyListCommand,
  },
  {
    name: 'trust key export',
    summary: 'export private keys, still encrypted',
    load: async () => (await import('./commands/trust-key-export.ts')).trustKeyExportCommand,
  },
  {
    name: 'trust key import',
    summary: 'import exported private keys into the trust directory',
    load: async () => (await import('./commands/trust-key-import.ts')).trustKeyImportCommand,
  },
  {
    name: 'trust key rotate',
    summary: 'replace the key of a role',
    load: async () => (await import('./commands/trust-key-rotate.ts')).trustKeyRotateCommand,
  },
  {
    name: 'trust key passwd',
    summary: 'change the passphrase of a private key',
    load: async () => (await import('./commands/trust-key-passwd.ts')).trustKeyPasswdCommand,
  },
  {
    name: 'trust signer add',
    summary: 'add a signer',
    load: async () => (await import('./commands/trust-signer-add.ts')).trustSignerAddCommand,
  },
  {
    name: 'trust signer remove',
    summary: 'remove a signer',
    load: async () => (await import('./commands/trust-signer-remove.ts')).trustSignerRemoveCommand,
  },
  {
    name: 'trust delegation add',
    summary: 'create a delegation, or add keys and paths to one',
    load: async () => (await import('./commands/trust-delegation-add.ts')).trustDelegationAddCommand,
  },
  {
    name: 'trust delegation remove',
    summary: 'remove a delegation, or keys and paths of one',
    load: async () => (await import('./commands/trust-delegation-remove.ts')).trustDelegationRemoveCommand,
  },
  {
    name: 'trust delegation list',
    summary: 'list delegations with their keys and paths',
    load: async () => (await import('./commands/trust-delegation-list.ts')).trustDelegationListCommand,
  },
  {
    name: 'trust delegation purge',
    summary: 'remove keys from all delegations',
    load: async () => (await import('./commands/trust-delegation-purge.ts')).trustDelegationPurgeCommand,
  },
  {
    name: 'trust status',
    summary: 'show staged changes',
    load: async () => (await import('./commands/trust-status.ts')).trustStatusCommand,
  },
  {
    name: 'trust publish',
    summary: 'publish staged changes, and finish an interrupted publication',
    load: async () => (await import('./commands/trust-publish.ts')).trustPublishCommand,
  },
  {
    name: 'trust reset',
    summary: 'discard staged changes',
    load: async () => (await import('./commands/trust-reset.ts')).trustResetCommand,
  },
  {
    name: 'trust witness',
    summary: 're-sign roles unchanged, with a new expiry',
    load: async () => (await import('./commands/trust-witness.ts')).trustWitnessCommand,
  },
  {
    name: 'trust migrate inventory',
    summary: 'find where Docker Content Trust is used',
    load: async () => (await import('./commands/trust-migrate-inventory.ts')).trustMigrateInventoryCommand,
  },
  {
    name: 'trust migrate check',
    summary: 'find uses of Docker Content Trust that are broken or will break',
    load: async () => (await import('./commands/trust-migrate-check.ts')).trustMigrateCheckCommand,
  },
  {
    name: 'tree',
    summary: 'show an image with its signatures, attestations and SBOMs',
    load: async () => (await import('./commands/tree.ts')).treeCommand,
  },
  {
    name: 'copy',
    summary: 'copy an image with its signatures and attestations',
    load: async () => (await import('./commands/copy.ts')).copyCommand,
  },
  {
    name: 'attach sbom',
    summary: 'attach an SBOM to an image, unsigned',
    load: async () => (await import('./commands/attach-sbom.ts')).attachSbomCommand,
  },
  {
    name: 'download signature',
    summary: 'write the cosign signatures of an image as JSON lines',
    load: async () => (await import('./commands/download-signature.ts')).downloadSignatureCommand,
  },
  {
    name: 'download attestation',
    summary: 'write the attestations of an image as JSON lines',
    load: async () => (await import('./commands/download-attestation.ts')).downloadAttestationCommand,
  },
  {
    name: 'download sbom',
    summary: 'write the SBOM that is attached to an image',
    load: async () => (await import('./commands/download-sbom.ts')).downloadSbomCommand,
  },
  {
    name: 'clean',
    summary: 'remove signatures, attestations or SBOMs of an image',
    load: async () => (await import('./commands/clean.ts')).cleanCommand,
  },
  {
    name: 'doctor',
    summary: 'find orphaned and broken signatures in a repository',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    name: 'trust migrate export',
    summary: 'export all trust data of repositories to one archive',
    load: async () => (await import('./commands/trust-migrate-export.ts')).trustMigrateExportCommand,
  },
  {
    name: 'trust migrate resolve',
    summary: 'list signed tags and digests, and whether the registry has them',
    load: async () => (await import('./commands/trust-migrate-resolve.ts')).trustMigrateResolveCommand,
  },
  {
    name: 'trust migrate apply',
    summary: 'sign again what Docker Content Trust signed, and write a policy',
    load: async () => (await import('./commands/trust-migrate-apply.ts')).trustMigrateApplyCommand,
  },
  {
    name: 'trust repo renew',
    summary: 'renew the timestamp of trust metadata in the registry',
    load: async () => (await import('./commands/trust-repo-renew.ts')).trustRepoRenewCommand,
  },
  {
    name: 'completion',
    summary: 'write a completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
  { name: 'help', summary: 'show help for a command or a topic', load: async () => (await import('./commands/help.ts')).helpCommand },
  { name: 'version', summary: 'show the version', load: async () => (await import('./commands/version.ts')).versionCommand },
];
