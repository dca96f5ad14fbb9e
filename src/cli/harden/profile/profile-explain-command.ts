import { type Command } from '../../command.ts';
import { contextOptions, profileMeaning } from './profile-options.ts';

export const profileExplainCommand: Command = {
  name: 'profile explain',
  summary: 'show what a seccomp profile permits, and which rule decides',
  description: ['Without names, shows what the profile permits in a container; with names of system calls, the rule that decides each.'],
  arguments: [
    { name: 'FILE', meaning: profileMeaning, completes: 'file' },
    { name: 'SYSCALL', meaning: 'names of system calls, such as clone3 or mount', isOptional: true, isVariadic: true },
  ],
  options: [
    ...contextOptions,
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'text or json', choices: ['text', 'json'], default: 'text' },
  ],
  examples: [
    { line: 'pratique profile explain seccomp.json', does: 'what it permits' },
    { line: 'pratique profile explain docker-default mount ptrace socket', does: 'what Docker’s default says of three calls' },
    { line: 'pratique profile explain docker-default mount --cap-add SYS_ADMIN', does: 'the same with a capability' },
  ],
  run: async (input, context) => (await import('./run-profile-explain.ts')).runProfileExplain(input, context),
};
