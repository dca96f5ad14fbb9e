import { describe, expect, it } from 'vitest';
import { lintAppArmor } from './lint-apparmor.ts';
import { readAppArmorName } from './read-apparmor.ts';

const good =
  '#include <tunables/global>\nprofile app flags=(attach_disconnected) {\n  #include <abstractions/base>\n  capability net_bind_service,\n  network inet stream,\n  /data/** rw,\n  /usr/bin/app ix, # the program\n  deny /sys/** w,\n}\n';

describe('linting an AppArmor profile', () => {
  it('accepts one that names what it allows', () => {
    expect(lintAppArmor(good, 'app')).toEqual([]);
    expect(readAppArmorName(good)).toBe('app');
  });

  it.each<[string, string, string, number]>([
    ['no profile', '/data/** rw,\n', 'apparmor-no-profile', 1],
    ['a missing comma', 'profile a {\n  /data/** rw\n}\n', 'apparmor-syntax', 2],
    ['a missing brace', 'profile a {\n  /data/** rw,\n', 'apparmor-syntax', 1],
    ['a flag that lets all pass', 'profile a flags=(complain) {\n  /data/** rw,\n}\n', 'apparmor-not-enforced', 1],
    ['no rules', 'profile a {\n}\n', 'apparmor-empty-profile', 1],
    ['a capability that is none', 'profile a {\n  capability net_bnid_service,\n}\n', 'apparmor-unknown-capability', 2],
    ['every capability', 'profile a {\n  capability,\n}\n', 'apparmor-everything', 2],
    ['writing everywhere', 'profile a {\n  /** rwm,\n}\n', 'apparmor-writes-everywhere', 2],
    ['children without a profile', 'profile a {\n  /bin/sh Ux,\n}\n', 'apparmor-unconfined-child', 2],
    ['writing to the kernel', 'profile a {\n  /proc/sys/** rw,\n}\n', 'apparmor-sensitive-path', 2],
  ])('finds %s', (_name, text, id, line) => {
    expect(lintAppArmor(text, 'p').map(({ ruleId, locations }) => [ruleId, locations[0]?.line])).toEqual([[id, line]]);
  });
}); // prettier-ignore
