import { type CommandEntry } from './command.ts';

/** Every command, in the order that help shows them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'find what is wrong with container images',
    aliases: ['image', 'rootfs'],
    load: async () => (await import('./commands/scan.ts')).scanCommand,
  },
  {
    name: 'cves',
    summary: 'find known vulnerabilities in one image',
    load: async () => (await import('./commands/cves.ts')).cvesCommand,
  },
  {
    name: 'sample',
    summary: 'build a small image that is wrong in many ways, and scan it',
    load: async () => (await import('./commands/sample.ts')).sampleCommand,
  },
  {
    name: 'db build',
    summary: 'build an advisory database from the publishers’ feeds',
    load: async () => (await import('./commands/db-build.ts')).dbBuildCommand,
  },
  {
    name: 'db update',
    summary: 'bring the advisory database that scans use up to date',
    load: async () => (await import('./commands/db-update.ts')).dbUpdateCommand,
  },
  {
    name: 'db status',
    summary: 'show what the advisory database holds and how old it is',
    load: async () => (await import('./commands/db-status.ts')).dbStatusCommand,
  },
  {
    name: 'db search',
    summary: 'look up a CVE, an advisory or a package in the advisory database',
    load: async () => (await import('./commands/db-search.ts')).dbSearchCommand,
  },
  {
    name: 'verify',
    summary: 'tell who signed an image and why that is trusted, or why not',
    load: async () => (await import('./commands/verify.ts')).verifyCommand,
  },
  {
    name: 'trust migrate inventory',
    summary: 'find where Docker Content Trust is in use',
    load: async () => (await import('./commands/trust-migrate-inventory.ts')).trustMigrateInventoryCommand,
  },
  {
    name: 'trust migrate check',
    summary: 'find what of Docker Content Trust is ignored, gone or about to go',
    load: async () => (await import('./commands/trust-migrate-check.ts')).trustMigrateCheckCommand,
  },
  {
    name: 'tree',
    summary: 'show an image with its signatures, attestations and SBOMs',
    load: async () => (await import('./commands/tree.ts')).treeCommand,
  },
  {
    name: 'copy',
    summary: 'copy an image with everything that lies beside it',
    load: async () => (await import('./commands/copy.ts')).copyCommand,
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
    name: 'completion',
    summary: 'write a completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
  { name: 'help', summary: 'show help for a command', load: async () => (await import('./commands/help.ts')).helpCommand },
  { name: 'version', summary: 'show the version', load: async () => (await import('./commands/version.ts')).versionCommand },
];
