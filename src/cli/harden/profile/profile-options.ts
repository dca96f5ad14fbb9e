import { type CommandOption } from '../../command.ts';

/** The container that a profile is looked at for. */
export const contextOptions: readonly CommandOption[] = [
  { name: 'arch', value: 'ARCH', meaning: 'architecture of the container: amd64 or arm64', choices: ['amd64', 'arm64'], default: 'that of this machine' },
  { name: 'cap-add', value: 'CAP', meaning: 'capability that the container has in addition to Docker’s default ones, such as SYS_ADMIN', isRepeatable: true },
  { name: 'cap-drop', value: 'CAP', meaning: 'capability that the container lacks; ALL for every one', isRepeatable: true },
]; // prettier-ignore

export const writtenOptions: readonly CommandOption[] = [
  { name: 'output', short: 'o', value: 'FILE', meaning: 'write the profile to FILE', default: 'standard output', completes: 'file' },
];

/** For a `FILE` argument. */
export const profileMeaning =
  'seccomp profile, or docker-default for that of Docker (docker-default@24.0 for the one of a release; 20.10, 23.0, 24.0 and 25.0 to 28 differ, then profiles-0.2 and profiles-0.3 of moby/profiles)';
