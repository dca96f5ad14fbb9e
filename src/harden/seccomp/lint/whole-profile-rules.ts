import { isAnyContainer } from '../permissions.ts';
import { permissive } from '../vocabulary.ts';
import { allow, exampleProfile, type ProfileRule, references, violationAt } from './profile-rule.ts';

const base = { kind: 'misconfiguration', references, aliases: [] } as const;
const start = allow('execve', 'read', 'exit_group', 'clone3');

export const nothingAllowed: ProfileRule = {
  ...base,
  id: 'seccomp-nothing-allowed',
  title: 'The profile allows no system call',
  rationale: 'A profile that denies by default and has no rule with names that allows one lets no process start.',
  remediation: 'List the names that the program needs.',
  severity: 'high',
  examples: { bad: [exampleProfile([]), exampleProfile([allow()])], good: [exampleProfile([start])] },
  *check(read) {
    const { defaultAction, rules } = read.profile;
    if (permissive.has(defaultAction)) return;
    const at = rules.findIndex(({ action }) => permissive.has(action));
    if (!rules.some(({ action, names }) => permissive.has(action) && names.length > 0))
      yield violationAt(
        read,
        at < 0 ? 'syscalls' : `syscalls[${at}].names`,
        'nothing is allowed, so no process can start, not even with execve',
      );
  },
};

export const noExecve: ProfileRule = {
  ...base,
  id: 'seccomp-no-execve',
  title: 'The program of the container cannot be started',
  rationale: 'The runtime loads the profile before it starts the program, so execve or execveat must be allowed.',
  remediation: 'Allow execve.',
  severity: 'high',
  examples: { bad: [exampleProfile([allow('read', 'write', 'exit_group')])], good: [exampleProfile([start])] },
  *check(read) {
    const { defaultAction, rules } = read.profile;
    const allowing = rules.filter(({ action, names }) => permissive.has(action) && names.length > 0);
    if (permissive.has(defaultAction) || allowing.length === 0) return;
    if (!allowing.some(({ names }) => names.includes('execve') || names.includes('execveat')))
      yield violationAt(read, 'syscalls', 'neither execve nor execveat is allowed, so the program cannot be started');
  },
};

export const defaultAllow: ProfileRule = {
  ...base,
  id: 'seccomp-default-allow',
  title: 'The profile allows what it does not name',
  rationale: 'A list of what is denied is incomplete with every new kernel. SCMP_ACT_LOG by default only records.',
  remediation: 'Set defaultAction to SCMP_ACT_ERRNO and list what is needed; "pratique profile from-trace" does.',
  severity: 'medium',
  examples: {
    bad: [exampleProfile([{ names: ['mount'], action: 'SCMP_ACT_ERRNO' }], { defaultAction: 'SCMP_ACT_ALLOW' })],
    good: [exampleProfile([start])],
  },
  *check(read) {
    const { defaultAction } = read.profile;
    if (permissive.has(defaultAction)) yield violationAt(read, 'defaultAction', `${defaultAction} allows every call that no rule denies`);
  },
};

export const missingArchitectures: ProfileRule = {
  ...base,
  id: 'seccomp-missing-architectures',
  title: 'The profile names no architectures, or not those that run beside one',
  rationale: 'Without architectures only that of the host counts; the kernel kills programs of another, such as 32-bit ones on x86-64.',
  remediation: 'Add archMap, or list SCMP_ARCH_X86_64, SCMP_ARCH_X86 and SCMP_ARCH_X32, or SCMP_ARCH_AARCH64 and SCMP_ARCH_ARM.',
  severity: 'low',
  examples: { bad: [exampleProfile([start], { architectures: [] })], good: [exampleProfile([start])] },
  *check(read) {
    const { architectures, archMap } = read.profile;
    if (architectures.length + archMap.length === 0)
      yield violationAt(read, 'architectures', 'no architecture is named, so only that of the host counts');
    const pairs = [['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'], ['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']] as const; // prettier-ignore
    for (const [wide, narrow] of pairs)
      if (architectures.includes(wide) && !architectures.includes(narrow))
        yield {
          ...violationAt(read, 'architectures', `${wide} is listed without ${narrow}: the kernel kills 32-bit programs`),
          severity: 'negligible',
        };
  },
};

export const bothArchitectures: ProfileRule = {
  ...base,
  id: 'seccomp-two-architecture-lists',
  title: 'The profile has architectures and archMap',
  rationale: 'Docker refuses a profile with both.',
  remediation: 'Keep one of them.',
  severity: 'high',
  examples: {
    bad: [exampleProfile([start], { archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] }] })],
    good: [exampleProfile([start])],
  },
  *check(read) {
    const { architectures, archMap } = read.profile;
    if (architectures.length > 0 && archMap.length > 0)
      yield violationAt(read, 'archMap', 'architectures is there as well; Docker refuses a profile with both');
  },
};

export const clone3Errno: ProfileRule = {
  ...base,
  id: 'seccomp-clone3-errno',
  title: 'clone3 is denied with an error that C libraries do not expect',
  rationale: 'Since 2.34 glibc starts threads with clone3 and uses clone instead only where clone3 fails with ENOSYS (38).',
  remediation: 'Allow clone3, or add a rule for it with SCMP_ACT_ERRNO and errnoRet 38.',
  severity: 'medium',
  examples: {
    bad: [exampleProfile([allow('execve', 'clone', 'read')])],
    good: [
      exampleProfile([start]),
      exampleProfile([allow('execve', 'clone'), { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }]),
    ],
  },
  *check(read) {
    const { defaultAction, defaultErrno, rules } = read.profile;
    const allowed = rules.some(({ action, names }) => permissive.has(action) && names.includes('clone'));
    if (!allowed || permissive.has(defaultAction) || defaultErrno === 38) return;
    const own = rules.findIndex(
      ({ names, includes, excludes }) => names.includes('clone3') && (isAnyContainer(includes) || !isAnyContainer(excludes)),
    );
    const rule = rules[own];
    if (rule === undefined)
      yield violationAt(read, 'syscalls', 'clone3 is denied with EPERM, and threads of programs with glibc 2.34 or newer fail');
    else if (!permissive.has(rule.action) && rule.errno !== 38)
      yield violationAt(
        read,
        `syscalls[${own}].errnoRet`,
        'clone3 must fail with 38 (ENOSYS), or threads of programs with glibc 2.34 or newer fail',
      );
  },
};

export const wholeProfileRules: readonly ProfileRule[] = [
  nothingAllowed,
  noExecve,
  defaultAllow,
  missingArchitectures,
  bothArchitectures,
  clone3Errno,
];
