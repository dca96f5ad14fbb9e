import { type Command } from '../../command.ts';
import { contextOptions, writtenOptions } from './profile-options.ts';

export const profileFromTraceCommand: Command = {
  name: 'profile from-trace',
  summary: 'make a seccomp profile from the calls that were seen',
  description: [
    'Reads output of strace (with -f; also -c), an audit log with records of SECCOMP or SYSCALL, or the profile that an OCI hook recorded, and writes a profile that permits these calls and what the runtime needs to start the program. A run shows only what that run did: give several, or join the profile with that of profile from-image.',
    'Never permits more than Docker’s default does for the same capabilities, unless --beyond-default is given; what is left out is told.',
  ],
  arguments: [{ name: 'FILE', meaning: 'trace', isVariadic: true, completes: 'file' }],
  options: [
    { name: 'beyond-default', meaning: 'also permit seen calls that Docker’s default denies' },
    ...contextOptions,
    ...writtenOptions,
  ],
  examples: [
    {
      line: 'strace -f -o app.trace ./app; pratique profile from-trace app.trace -o app.json',
      does: 'record a program, and make its profile',
    },
    { line: 'pratique profile from-trace /var/log/audit/audit.log', does: 'from calls that a profile with SCMP_ACT_LOG recorded' },
  ],
  run: async (input, context) => (await import('./run-profile-from-trace.ts')).runProfileFromTrace(input, context),
};
