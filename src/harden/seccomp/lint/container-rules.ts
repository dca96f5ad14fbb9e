import { riskyOf } from '../compare-profiles.ts';
import { mobyDefault } from '../moby-default.ts';
import { dockerCapabilities, permissionOf, permissionsOf } from '../permissions.ts';
import { allow, exampleProfile, type ProfileRule, references, violationAt } from './profile-rule.ts';

const base = { kind: 'misconfiguration', references, aliases: [] } as const;
const start = allow('execve', 'read', 'exit_group', 'clone3');

export const riskierThanDefault: ProfileRule = {
  ...base,
  id: 'seccomp-riskier-than-default',
  title: 'The profile allows a call that Docker’s default denies',
  rationale: 'Docker’s default denies what exploits of the kernel and escapes from containers went through.',
  remediation: 'Remove the name, or allow it only with the capability that it needs: "includes": {"caps": […]}.',
  severity: 'low',
  examples: {
    bad: [exampleProfile([allow('execve', 'clone3', 'keyctl', 'bpf')])],
    good: [exampleProfile([start, { ...allow('mount'), includes: { caps: ['CAP_SYS_ADMIN'] } }])],
  },
  *check(read) {
    const context = { architecture: 'amd64', capabilities: dockerCapabilities };
    const own = permissionsOf(read.profile, context);
    const usual = permissionsOf(mobyDefault(), context);
    for (const [name, { verdict, rules }] of own.byName) {
      const [risk] = riskyOf([name]);
      if (risk === undefined || verdict === 'denied' || permissionOf(usual, name).verdict !== 'denied' || name === 'clone3') continue;
      yield violationAt(read, `syscalls[${rules[0] ?? 0}].names`, `allows ${name}, which Docker’s default denies (${risk.why})`, name);
    }
  },
};

const capability = /^CAP_[A-Z_]{3,24}$/;
const goArchitectures: ReadonlySet<string> = new Set('386 amd64 amd64p32 arm arm64 loong64 mips mips64 mips64le mips64n32 mips64p32 mips64p32le mipsel mipsel64 mipsel64n32 mipsle parisc parisc64 ppc ppc64 ppc64le riscv64 s390 s390x x32 x86'.split(' ')); // prettier-ignore

export const unknownContainer: ProfileRule = {
  ...base,
  id: 'seccomp-unknown-container',
  title: 'includes or excludes names no capability or architecture',
  rationale: 'A rule for a container that cannot be never counts, or always does.',
  remediation: 'Write capabilities as CAP_SYS_ADMIN, and architectures as Go does: amd64, arm64.',
  severity: 'medium',
  examples: {
    bad: [exampleProfile([start, { ...allow('mount'), includes: { caps: ['SYS_ADMIN'] } }]), exampleProfile([start, { ...allow('mount'), includes: { arches: ['x86_64'] } }])],
    good: [exampleProfile([start, { ...allow('mount'), includes: { caps: ['CAP_SYS_ADMIN'], arches: ['amd64'] } }])],
  },
  *check(read) {
    for (const [index, { includes, excludes }] of read.profile.rules.entries())
      for (const [side, { capabilities, architectures }] of [['includes', includes], ['excludes', excludes]] as const) {
        for (const [at, name] of capabilities.entries())
          if (!capability.test(name)) yield violationAt(read, `syscalls[${index}].${side}.caps[${at}]`, `${JSON.stringify(name.slice(0, 40))} is no capability`);
        for (const [at, name] of architectures.entries())
          if (!goArchitectures.has(name)) yield violationAt(read, `syscalls[${index}].${side}.arches[${at}]`, `${JSON.stringify(name.slice(0, 40))} is no architecture in Go’s names`);
      }
  },
}; // prettier-ignore

export const containerRules: readonly ProfileRule[] = [riskierThanDefault, unknownContainer];
