import { type DefaultRow, mobyDefaultRows, type MobyVersion, mobyVersions } from './data/moby-default-rows.ts';
import { anyContainer, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';

export const newestMobyVersion: MobyVersion = 'profiles-0.3';

/** moby's default profile, as a version of Docker has it. */
export function mobyDefault(version: MobyVersion = newestMobyVersion): SeccompProfile {
  const at = mobyVersions.indexOf(version);
  const holds = ({ since, before }: DefaultRow): boolean =>
    (since === undefined || at >= mobyVersions.indexOf(since)) && (before === undefined || at < mobyVersions.indexOf(before));
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrno: 1,
    architectures: [],
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] },
      { architecture: 'SCMP_ARCH_MIPS64', subArchitectures: ['SCMP_ARCH_MIPS', 'SCMP_ARCH_MIPS64N32'] },
      { architecture: 'SCMP_ARCH_MIPSEL64', subArchitectures: ['SCMP_ARCH_MIPSEL', 'SCMP_ARCH_MIPSEL64N32'] },
      { architecture: 'SCMP_ARCH_S390X', subArchitectures: ['SCMP_ARCH_S390'] },
      { architecture: 'SCMP_ARCH_RISCV64', subArchitectures: [] },
    ],
    flags: [],
    rules: mobyDefaultRows.filter(holds).map(toRule),
  };
}

/** The version whose profile a Docker release has; `undefined` for a word that names none. `24` and `24.0.7` name 24.0. */
export function findMobyVersion(word: string): MobyVersion | undefined {
  const exact = mobyVersions.find((version) => version === word);
  if (exact !== undefined) return exact;
  const [, major, minor = '0'] = /^v?(\d{1,3})(?:\.(\d{1,3}))?(?:\.\d+)?$/.exec(word) ?? [];
  if (major === undefined) return undefined;
  const wanted = Number(major) * 1_000 + Number(minor);
  return mobyVersions.findLast((version) => {
    const [, ownMajor, ownMinor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
    return ownMajor !== undefined && Number(ownMajor) * 1_000 + Number(ownMinor) <= wanted;
  });
}

function toRule({ names, errno, when, capability, withoutCapability, architectures, exceptArchitectures, minKernel }: DefaultRow): SeccompRule {
  return {
    names: names.trim().split(/\s+/),
    action: errno === undefined ? 'SCMP_ACT_ALLOW' : 'SCMP_ACT_ERRNO',
    ...(errno === undefined ? {} : { errno }),
    conditions: when === undefined ? [] : [{ index: when[0], op: when[1], value: when[2], valueTwo: when[3] ?? 0 }],
    includes: {
      capabilities: capability === undefined ? [] : [capability],
      architectures: architectures?.split(' ') ?? [],
      ...(minKernel === undefined ? {} : { minKernel }),
    },
    excludes: {
      ...anyContainer,
      capabilities: withoutCapability === undefined ? [] : [withoutCapability],
      architectures: exceptArchitectures?.split(' ') ?? [],
    },
  };
} // prettier-ignore
