/** What a profile of AppArmor is made from. */
export interface AppArmorNeeds {
  readonly name: string;
  /** Paths of programs that are started, and of libraries; with the slash at their beginning. */
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
  /** Folders that the container writes: volumes of the image, and what the caller names. */
  readonly writable: readonly string[];
  /** With the prefix `CAP_`. */
  readonly capabilities: readonly string[];
  readonly usesNetwork: boolean;
  /** The profile only records, for a first run. */
  readonly isComplaining: boolean;
}

/** Folders that almost every program writes. */
const usuallyWritten = ['/tmp', '/var/tmp', '/run', '/var/run', '/dev/shm'] as const;

/** A profile that starts only the given programs, writes only where that was said, and keeps what Docker's default profile denies of the kernel. */
export function makeAppArmor({ name, programs, libraries, writable, capabilities, usesNetwork, isComplaining }: AppArmorNeeds): string {
  const flags = ['attach_disconnected', 'mediate_deleted', ...(isComplaining ? ['complain'] : [])].join(',');
  const rules = [
    '#include <abstractions/base>',
    ...[...capabilities].sort().map((capability) => `capability ${capability.replace(/^CAP_/, '').toLowerCase()},`),
    ...(usesNetwork ? ['network inet,', 'network inet6,', 'network netlink raw,'] : []),
    'network unix,',
    'signal (send,receive) peer=@{profile_name},',
    '/ r,',
    '/** r,',
    ...programs.map((path) => `${quoted(path)} mrix,`),
    ...libraries.map((path) => `${quoted(path)} mr,`),
    ...[...new Set([...usuallyWritten, ...writable])].map((folder) => `${quoted(`${folder.replace(/\/+$/, '')}/**`)} rwkl,`),
    '/dev/{null,zero,full,random,urandom,tty,ptmx} rw,',
    '/dev/pts/** rw,',
    'owner @{PROC}/@{pid}/{attr/**,fd/**,oom_score_adj,comm} rw,',
    'deny @{PROC}/{sys/kernel/{core_pattern,modprobe},sysrq-trigger,kcore,mem,kmem} rwklx,',
    'deny @{PROC}/sys/** w,',
    'deny /sys/** wklx,',
    'deny mount,',
    'deny umount,',
    'deny ptrace,',
  ];
  return ['#include <tunables/global>', '', `profile ${name} flags=(${flags}) {`, ...rules.map((rule) => `  ${rule}`), '}', ''].join('\n');
}

/** Characters that are patterns in apparmor.d(5) are escaped; but the `**` that this file adds. */
function quoted(path: string): string {
  const [, folder = path, end = ''] = /^(.*?)(\/\*\*)?$/s.exec(path) ?? [];
  const escaped = folder.replace(/[\\*?[\]{}^"@,]/g, '\\$&');
  return /\s/.test(escaped) ? `"${escaped}${end}"` : `${escaped}${end}`;
}
