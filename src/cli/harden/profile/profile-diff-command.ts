import { type Command } from '../../command.ts';
import { contextOptions, profileMeaning } from './profile-options.ts';

export const profileDiffCommand: Command = {
  name: 'profile diff',
  summary: 'compare two seccomp profiles by what they permit',
  description: [
    'Compares what the profiles permit in the same container, name by name, not how they are written: rules for other capabilities and architectures do not count, and those that exploits of the kernel went through are named with their CVEs.',
    'Exit codes: 0; 1 with --check if AFTER permits a call that BEFORE denies; 2 usage error; 3 a file could not be read.',
  ],
  arguments: [
    { name: 'BEFORE', meaning: profileMeaning, completes: 'file' },
    { name: 'AFTER', meaning: 'the other one; without it, BEFORE is compared with docker-default', isOptional: true, completes: 'file' },
  ],
  options: [
    ...contextOptions,
    { name: 'check', meaning: 'exit 1 if AFTER permits a call that BEFORE denies' },
    { name: 'format', short: 'f', value: 'FORMAT', meaning: 'text or json', choices: ['text', 'json'], default: 'text' },
  ],
  examples: [
    { line: 'pratique profile diff docker-default app.json', does: 'what a profile drops of Docker’s default' },
    { line: 'pratique profile diff docker-default@24.0 docker-default@25.0', does: 'what a release of Docker changed' },
    { line: 'pratique profile diff old.json new.json --check', does: 'fail where a change permits more' },
  ],
  run: async (input, context) => (await import('./run-profile-diff.ts')).runProfileDiff(input, context),
};
