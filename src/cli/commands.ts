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
    name: 'completion',
    summary: 'write a completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand,
  },
  { name: 'help', summary: 'show help for a command', load: async () => (await import('./commands/help.ts')).helpCommand },
  { name: 'version', summary: 'show the version', load: async () => (await import('./commands/version.ts')).versionCommand },
];
