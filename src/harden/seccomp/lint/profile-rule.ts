import { type Rule, type Violation } from '../../../model/rule.ts';
import { type ReadProfile } from '../read-seccomp-profile.ts';

/** A rule about seccomp profiles. Its examples are whole profiles. */
export type ProfileRule = Rule<ReadProfile>;

/** A violation at a member of the profile, such as `syscalls[3].names`; its line is found from the path. */
export function violationAt({ prefix }: ReadProfile, path: string, message: string, key = message): Violation {
  return { message: `${prefix}${path}: ${message}`, setting: `${prefix}${path}`, key };
}

/** A profile for an example: what it denies by default, and its rules. */
export function exampleProfile(rules: readonly object[], rest: object = {}): string {
  return JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
    syscalls: rules,
    ...rest,
  });
}

export function allow(...names: readonly string[]): object {
  return { names, action: 'SCMP_ACT_ALLOW' };
}

/** For {@link Rule.references}. */
export const references = [
  'https://docs.docker.com/engine/security/seccomp/',
  'https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp',
];
