import { describe, expect, it } from 'vitest';
import { readSeccompProfile } from '../read-seccomp-profile.ts';
import { mobyDefault } from '../moby-default.ts';
import { mobyVersions } from '../data/moby-default-rows.ts';
import { writeSeccompProfile } from '../write-seccomp-profile.ts';
import { lintSeccomp, profileRules } from './lint-seccomp.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(profileRules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it.each(rule.examples.bad)('reports %s', (text) => {
    expect([...rule.check(readSeccompProfile(bytesOf(text)))]).not.toEqual([]);
  });

  it.each(rule.examples.good)('accepts %s', (text) => {
    expect(lintSeccomp(bytesOf(text), 'p.json')).toEqual([]);
  });
});

describe('linting a seccomp profile', () => {
  it('names the rule by index and member, with its line', () => {
    const text =
      '{\n "defaultAction": "SCMP_ACT_ALLOW",\n "architectures": ["SCMP_ARCH_X86"],\n "syscalls": [\n  {\n   "names": [],\n   "action": "SCMP_ACT_ERRNO"\n  }\n ]\n}\n';
    expect(lintSeccomp(bytesOf(text), 'p.json').map(({ ruleId, message, locations }) => [ruleId, message, locations[0]?.line])).toEqual([
      ['seccomp-default-allow', 'defaultAction: SCMP_ACT_ALLOW allows every call that no rule denies', 2],
      ['seccomp-empty-rule', 'syscalls[0].names: has no names, so this SCMP_ACT_ERRNO rule does nothing', 6],
    ]);
  });

  it('reads the profile in a config.json of the OCI runtime specification', () => {
    const text = JSON.stringify({
      ociVersion: '1.0.2',
      linux: { seccomp: { defaultAction: 'SCMP_ACT_ERRNO', architectures: ['SCMP_ARCH_X86'] } },
    });
    expect(lintSeccomp(bytesOf(text), 'config.json').map(({ message }) => message)).toEqual([
      'linux.seccomp.syscalls: nothing is allowed, so no process can start, not even with execve',
    ]);
  });

  it.each(mobyVersions)('has no error for moby’s default profile %s', (version) => {
    const found = lintSeccomp(bytesOf(writeSeccompProfile(mobyDefault(version))), 'default.json').filter(
      ({ severity }) => severity !== 'low',
    );
    // Since profiles-0.2 clone3 and lsm_* are gated, which changes nothing here; 20.10 to 24.0 allow io_uring.
    expect(found.map(({ message }) => message).filter((message) => !message.includes('io_uring'))).toEqual([]);
  });

  it.each([['no JSON', 'is not JSON'], ['{}', 'has neither defaultAction nor syscalls, so it is no seccomp profile'], ['{"syscalls":[{"names":[1]}]}', 'syscalls[0].names[0] is 1, not a string']])(
    'refuses %s',
    (text, message) => {
      expect(() => lintSeccomp(bytesOf(text), 'p.json')).toThrow(message);
    },
  ); // prettier-ignore
});
