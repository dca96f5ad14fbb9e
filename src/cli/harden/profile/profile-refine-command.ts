import { type Command } from '../../command.ts';
import { writtenOptions } from './profile-options.ts';

export const profileRefineCommand: Command = {
  name: 'profile refine',
  summary: 'add to an AppArmor profile what its log asks for',
  description: [
    'Reads audit records of AppArmor (apparmor="ALLOWED" while the profile only records, or "DENIED") and writes the profile with rules for what this profile was asked for: files, capabilities and networks. Look at the rules before you use them: a log records an attack as well.',
  ],
  arguments: [
    { name: 'PROFILE', meaning: 'AppArmor profile', completes: 'file' },
    { name: 'LOG', meaning: 'audit log, or output of dmesg or journalctl', isVariadic: true, completes: 'file' },
  ],
  options: writtenOptions,
  examples: [{ line: 'pratique profile refine app.profile /var/log/audit/audit.log --output app.profile', does: 'add what a run in complain mode needed' }],
  run: async (input, context) => (await import('./run-profile-refine.ts')).runProfileRefine(input, context),
}; // prettier-ignore
