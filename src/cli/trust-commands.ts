import { type CommandEntry } from './command.ts';

/** The commands that keep and examine trust data, in the order that help shows them; part of `commands.ts`. */
export const trustCommands: readonly CommandEntry[] = [
  {
    name: 'trust root update',
    summary: 'update sigstore’s trusted root',
    load: async () => (await import('./trust/trust-root-update-command.ts')).trustRootUpdateCommand,
  },
  {
    name: 'trust notation inspect',
    summary: 'show the Notation signatures of an image, unverified',
    load: async () => (await import('./trust/trust-notation-inspect-command.ts')).trustNotationInspectCommand,
  },
  {
    name: 'trust init',
    summary: 'create trust data for a repository, with new keys',
    load: async () => (await import('./trust/trust-init-command.ts')).trustInitCommand,
  },
  {
    name: 'trust sign',
    summary: 'sign a tag with Docker Content Trust',
    load: async () => (await import('./trust/trust-sign-command.ts')).trustSignCommand,
  },
  {
    name: 'trust revoke',
    summary: 'revoke a tag’s signatures',
    load: async () => (await import('./trust/trust-revoke-command.ts')).trustRevokeCommand,
  },
  {
    name: 'trust inspect',
    summary: 'show signed tags, signers and keys, like docker trust inspect',
    load: async () => (await import('./trust/trust-inspect-command.ts')).trustInspectCommand,
  },
  {
    name: 'trust list',
    summary: 'list signed tags by role',
    load: async () => (await import('./trust/trust-list-command.ts')).trustListCommand,
  },
  {
    name: 'trust verify',
    summary: 'print the signed digest of a tag',
    load: async () => (await import('./trust/trust-verify-command.ts')).trustVerifyCommand,
  },
  {
    name: 'trust remove',
    summary: 'remove the trust data of a repository',
    load: async () => (await import('./trust/trust-remove-command.ts')).trustRemoveCommand,
  },
  {
    name: 'trust key generate',
    summary: 'generate a key pair for a signer',
    load: async () => (await import('./trust/key/trust-key-generate-command.ts')).trustKeyGenerateCommand,
  },
  {
    name: 'trust key load',
    summary: 'add a private key from a file to the trust directory',
    load: async () => (await import('./trust/key/trust-key-load-command.ts')).trustKeyLoadCommand,
  },
  {
    name: 'trust key list',
    summary: 'list private keys in the trust directory',
    load: async () => (await import('./trust/key/trust-key-list-command.ts')).trustKeyListCommand,
  },
  {
    name: 'trust key export',
    summary: 'export private keys, still encrypted',
    load: async () => (await import('./trust/key/trust-key-export-command.ts')).trustKeyExportCommand,
  },
  {
    name: 'trust key import',
    summary: 'import exported private keys into the trust directory',
    load: async () => (await import('./trust/key/trust-key-import-command.ts')).trustKeyImportCommand,
  },
  {
    name: 'trust key rotate',
    summary: 'replace the key of a role',
    load: async () => (await import('./trust/key/trust-key-rotate-command.ts')).trustKeyRotateCommand,
  },
  {
    name: 'trust key passwd',
    summary: 'change the passphrase of a private key',
    load: async () => (await import('./trust/key/trust-key-passwd-command.ts')).trustKeyPasswdCommand,
  },
  {
    name: 'trust signer add',
    summary: 'add a signer',
    load: async () => (await import('./trust/signer/trust-signer-add-command.ts')).trustSignerAddCommand,
  },
  {
    name: 'trust signer remove',
    summary: 'remove a signer',
    load: async () => (await import('./trust/signer/trust-signer-remove-command.ts')).trustSignerRemoveCommand,
  },
  {
    name: 'trust delegation add',
    summary: 'create a delegation, or add keys and paths to one',
    load: async () => (await import('./trust/delegation/trust-delegation-add-command.ts')).trustDelegationAddCommand,
  },
  {
    name: 'trust delegation remove',
    summary: 'remove a delegation, or keys and paths of one',
    load: async () => (await import('./trust/delegation/trust-delegation-remove-command.ts')).trustDelegationRemoveCommand,
  },
  {
    name: 'trust delegation list',
    summary: 'list delegations with their keys and paths',
    load: async () => (await import('./trust/delegation/trust-delegation-list-command.ts')).trustDelegationListCommand,
  },
  {
    name: 'trust delegation purge',
    summary: 'remove keys from all delegations',
    load: async () => (await import('./trust/delegation/trust-delegation-purge-command.ts')).trustDelegationPurgeCommand,
  },
  {
    name: 'trust status',
    summary: 'show staged changes and the local copy',
    load: async () => (await import('./trust/trust-status-command.ts')).trustStatusCommand,
  },
  {
    name: 'trust publish',
    summary: 'publish staged changes, and finish an interrupted publication',
    load: async () => (await import('./trust/trust-publish-command.ts')).trustPublishCommand,
  },
  {
    name: 'trust reset',
    summary: 'discard staged changes',
    load: async () => (await import('./trust/trust-reset-command.ts')).trustResetCommand,
  },
  {
    name: 'trust witness',
    summary: 're-sign roles unchanged, with a new expiry',
    load: async () => (await import('./trust/trust-witness-command.ts')).trustWitnessCommand,
  },
  {
    name: 'trust migrate inventory',
    summary: 'find where Docker Content Trust is used',
    load: async () => (await import('./trust/migrate/trust-migrate-inventory-command.ts')).trustMigrateInventoryCommand,
  },
  {
    name: 'trust migrate check',
    summary: 'find uses of Docker Content Trust that are broken or will break',
    load: async () => (await import('./trust/migrate/trust-migrate-check-command.ts')).trustMigrateCheckCommand,
  },
];
