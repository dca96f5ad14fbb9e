import { describe, expect, it } from 'vitest';
import { compareProfiles } from './compare-profiles.ts';
import { describeConditions } from './describe-condition.ts';
import { makeProfile, runtimeCalls } from './make-profile.ts';
import { mergeProfiles } from './merge-profiles.ts';
import { findMobyVersion, mobyDefault } from './moby-default.ts';
import { dockerCapabilities, permissionOf, permissionsOf } from './permissions.ts';
import { readSeccompProfile } from './read-seccomp-profile.ts';
import { syscallName, syscallNames } from './syscall-names.ts';
import { readTrace } from './trace/read-trace.ts';
import { writeSeccompProfile } from './write-seccomp-profile.ts';

const context = { architecture: 'amd64', capabilities: dockerCapabilities };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const profileOf = (document: object): ReturnType<typeof mobyDefault> => readSeccompProfile(bytesOf(JSON.stringify(document))).profile;

describe('names of system calls', () => {
  it('knows them by number on both architectures', () => {
    expect([0, 59, 435, 462].map((number) => syscallName('amd64', number))).toEqual(['read', 'execve', 'clone3', 'mseal']);
    expect([63, 221, 435, 79].map((number) => syscallName('arm64', number))).toEqual(['read', 'execve', 'clone3', 'newfstatat']);
    expect([syscallName('amd64', 400), syscallNames('arm64').has('open')]).toEqual([undefined, false]);
  });
});

describe('what a profile permits', () => {
  it('follows capabilities and arguments', () => {
    const verdict = (name: string, more: readonly string[] = []): string =>
      permissionOf(permissionsOf(mobyDefault(), { ...context, capabilities: new Set([...dockerCapabilities, ...more]) }), name).verdict;
    expect(['read', 'mount', 'clone', 'socket', 'chroot', 'keyctl'].map((name) => verdict(name))).toEqual(['allowed', 'denied', 'conditional', 'conditional', 'allowed', 'denied']); // prettier-ignore
    expect(['mount', 'clone', 'clone3'].map((name) => verdict(name, ['CAP_SYS_ADMIN']))).toEqual(['allowed', 'allowed', 'allowed']);
  });

  it.each([
    ['24', '24.0'],
    ['20.10.24', '20.10'],
    ['28.5.1', '25.0'],
    ['profiles-0.2', 'profiles-0.2'],
    ['19.3', undefined],
    ['x', undefined],
  ])('knows the profile of Docker %s', (word, version) => {
    expect(findMobyVersion(word)).toBe(version);
  });

  it('says conditions in words', () => {
    expect(describeConditions(permissionOf(permissionsOf(mobyDefault('25.0'), context), 'clone').when)).toBe('argument 0 & 0x7e020000 = 0');
    expect(describeConditions([[{ index: 0, op: 'SCMP_CMP_EQ', value: 1, valueTwo: 0 }], [{ index: 0, op: 'SCMP_CMP_EQ', value: 2, valueTwo: 0 }], [{ index: 1, op: 'SCMP_CMP_LT', value: 3, valueTwo: 0 }]])).toBe('argument 0 = 1, 2, or argument 1 < 3'); // prettier-ignore
  });
});

describe('comparing profiles', () => {
  it('says what Docker 25 changed', () => {
    const { added, removed, riskyRemoved } = compareProfiles(mobyDefault('24.0'), mobyDefault('25.0'), context);
    expect(removed).toEqual(['io_uring_enter', 'io_uring_register', 'io_uring_setup']);
    expect(added).toEqual(['cachestat', 'fchmodat2', 'futex_requeue', 'futex_wait', 'futex_wake', 'map_shadow_stack']);
    expect(riskyRemoved.map(({ name }) => name)).toEqual(removed);
  });

  it('finds nothing between a profile and what was written of it', () => {
    const again = readSeccompProfile(bytesOf(writeSeccompProfile(mobyDefault()))).profile;
    expect(compareProfiles(mobyDefault(), again, context)).toMatchObject({ added: [], removed: [], changed: [] });
  });
});

describe('merging profiles', () => {
  const small = profileOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['read', 'mount', 'clone'], action: 'SCMP_ACT_ALLOW' }] });
  const other = profileOf({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names: ['read'], action: 'SCMP_ACT_ERRNO' }] });

  it('permits in a union what either permits, and nothing by default', () => {
    const merged = mergeProfiles([small, profileOf({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['write', 'read'], action: 'SCMP_ACT_ALLOW' }] })], 'union', context); // prettier-ignore
    expect(merged.rules.map(({ names }) => names)).toEqual([['read', 'mount', 'clone', 'write']]);
  });

  it('permits in an intersection only what both do, with the conditions of either', () => {
    const merged = permissionsOf(mergeProfiles([small, mobyDefault()], 'intersection', context), context);
    expect(['read', 'mount', 'clone', 'write'].map((name) => permissionOf(merged, name).verdict)).toEqual([
      'allowed',
      'denied',
      'conditional',
      'denied',
    ]);
    expect(permissionOf(permissionsOf(mergeProfiles([other, small], 'intersection', context), context), 'read').verdict).toBe('denied');
  });
});

describe('reading a trace', () => {
  it.each([
    ['strace', '12 openat(AT_FDCWD, "/x", O_RDONLY) = 3\n[pid 13] 10:00:00.1 read(3, "", 1) = 0\n12 <... futex resumed>) = 0\n+++ exited with 0 +++\n--- SIGCHLD {si_signo=SIGCHLD} ---\n', 'strace', ['openat', 'read', 'futex']],
    ['strace -c', '% time     seconds  usecs/call     calls    errors syscall\n------ ----------- ----------- --------- --------- ----------------\n 50.00    0.000100          10        10         2 mmap\n 50.00    0.000100          10        10           close\n------ ----------- ----------- --------- --------- ----------------\n100.00    0.000200                    20         2 total\n', 'strace', ['mmap', 'close']],
    ['an audit log', 'type=SECCOMP msg=audit(1:2): auid=1 arch=c000003e syscall=165 compat=0\nkernel: audit: type=1326 audit(1:2): arch=c00000b7 syscall=221\ntype=SYSCALL msg=audit(1): arch=x86_64 syscall=openat success=yes', 'audit', ['mount', 'execve', 'openat']],
    ['the profile of a hook', '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}', 'profile', ['read']],
  ] as const)('reads %s', (_name, text, kind, names) => {
    expect(readTrace(bytesOf(text))).toEqual({ kind, names: new Set(names), unknown: new Set() });
  }); // prettier-ignore

  it('keeps calls it does not know apart', () => {
    expect(readTrace(bytesOf('frobnicate(1) = 0\ntype=SECCOMP arch=c000003e syscall=9999'))?.unknown).toEqual(
      new Set(['frobnicate', 'c000003e 9999']),
    );
    expect(readTrace(bytesOf('hello\nworld'))).toBeUndefined();
  });
});

describe('making a profile', () => {
  it('permits the calls and those of the runtime, and never more than Docker’s default', () => {
    const { profile, denied } = makeProfile(['read', 'mount', 'socket', 'clone3'], context);
    const permissions = permissionsOf(profile, context);
    expect(denied).toEqual(['mount']);
    expect(compareProfiles(mobyDefault(), profile, context).added).toEqual([]);
    expect(['read', 'execve', 'mount', 'socket', 'bind'].map((name) => permissionOf(permissions, name).verdict)).toEqual(['allowed', 'allowed', 'denied', 'conditional', 'denied']); // prettier-ignore
    expect(permissionOf(permissions, 'clone3')).toMatchObject({ verdict: 'denied', errno: 38 });
    expect(runtimeCalls.includes('execve')).toBe(true);
  });

  it('permits seen calls beyond the default where that is wanted', () => {
    const { profile } = makeProfile(['mount'], context, true);
    expect(permissionOf(permissionsOf(profile, context), 'mount').verdict).toBe('allowed');
  });
});
