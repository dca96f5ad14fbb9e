import { type Command } from '../../command.ts';
import { imageOptions } from '../../scan/scan-options.ts';
import { contextOptions, writtenOptions } from './profile-options.ts';

export const profileFromImageCommand: Command = {
  name: 'profile from-image',
  summary: 'make a seccomp profile from the machine code of an image',
  description: [
    'Reads the program that the image starts, scripts and what they name, the libraries that the loader maps and those that are opened by name, and follows the machine code (x86-64 and arm64) from their beginning to every place where the kernel is called. The profile permits every system call that can be made, so it permits more than one run makes, and less than Docker’s default does; it never permits what that denies.',
    'Where a number is not in the code, a named set stands for it, and the report on standard error says where. It also says what the profile rests on: of programs that are started later, those are covered that the program names by path, and those that --program names.',
    'Exit codes: 0; 2 usage error; 3 the image could not be read; 4 the profile may lack something: a library is missing, or a file could not be read.',
  ],
  arguments: [{ name: 'IMAGE', meaning: 'image reference, archive, OCI layout or directory', isImage: true }],
  options: [
    { name: 'entrypoint', value: 'COMMAND', meaning: 'command line in place of that of the image, as docker run --entrypoint has it' },
    { name: 'program', value: 'PATH', meaning: 'also cover this program, such as one that is started by exec or a healthcheck', isRepeatable: true },
    { name: 'beyond-default', meaning: 'also permit calls that Docker’s default denies' },
    { name: 'apparmor', value: 'FILE', meaning: 'also write an AppArmor profile: these programs and libraries, the volumes of the image, the capabilities of the container', completes: 'file' },
    { name: 'writes', value: 'PATH', meaning: 'folder that the container writes, for --apparmor', isRepeatable: true },
    { name: 'complain', meaning: 'make the AppArmor profile only record, for profile refine' },
    ...contextOptions,
    ...writtenOptions,
    { name: 'report', value: 'FILE', meaning: 'write what was found as JSON', completes: 'file' },
    { name: 'allow-incomplete', meaning: 'exit 0 instead of 4' },
    ...imageOptions.filter(({ name }) => name !== 'prove-offline' && name !== 'input'),
    { name: 'no-cache', meaning: 'do not use the cache of layer indexes' },
  ],
  examples: [
    { line: 'pratique profile from-image ghcr.io/acme/app:1 --output app.json', does: 'make a profile; then docker run --security-opt seccomp=app.json' },
    { line: 'pratique profile from-image app.tar --entrypoint "node server.js" --program /bin/sh', does: 'of another command, and with a shell' },
  ],
  run: async (input, context) => (await import('./run-profile-from-image.ts')).runProfileFromImage(input, context),
}; // prettier-ignore
