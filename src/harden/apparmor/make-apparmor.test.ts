import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lintAppArmor } from './lint-apparmor.ts';
import { makeAppArmor } from './make-apparmor.ts';
import { refineAppArmor } from './refine-apparmor.ts';

const made = makeAppArmor({ name: 'app', programs: ['/usr/bin/my app'], libraries: ['/lib/libc.so.6', '/lib/[x].so'], writable: ['/data/'], capabilities: ['CAP_NET_BIND_SERVICE'], usesNetwork: true, isComplaining: false }); // prettier-ignore
const hasParser = spawnSync('apparmor_parser', ['--version']).status === 0;

describe('making an AppArmor profile', () => {
  it('names what the container needs', () => {
    expect(lintAppArmor(made, 'app')).toEqual([]);
    for (const rule of [
      '  capability net_bind_service,',
      '  "/usr/bin/my app" mrix,',
      '  /lib/\\[x\\].so mr,',
      '  /data/** rwkl,',
      '  network inet,',
    ])
      expect(made.split('\n')).toContain(rule);
  });

  it.skipIf(!hasParser)('is accepted by apparmor_parser', () => {
    const { status } = spawnSync('apparmor_parser', ['--skip-kernel-load', '--skip-cache'], { input: made, encoding: 'utf8' });
    expect(status).toBe(0);
  });
});

describe('refining an AppArmor profile from its log', () => {
  it('adds what was recorded for this profile, once', () => {
    const log = [
      'type=AVC msg=audit(1:1): apparmor="ALLOWED" operation="open" profile="app" name="/etc/app.conf" pid=1 comm="app" requested_mask="r" denied_mask="r" fsuid=0',
      'audit: type=1400 apparmor="ALLOWED" operation="mknod" profile="app" name="/data2/x" requested_mask="c" denied_mask="c"',
      'audit: type=1400 apparmor="ALLOWED" operation="exec" profile="app" name="/bin/sh" requested_mask="x" denied_mask="x"',
      'audit: type=1400 apparmor="ALLOWED" operation="capable" profile="app" capability=10 capname="chown"',
      'audit: type=1400 apparmor="ALLOWED" operation="create" profile="app" family="packet" sock_type="raw" protocol=768',
      'audit: type=1400 apparmor="ALLOWED" operation="open" profile="other" name="/etc/shadow" requested_mask="r"',
      'audit: type=1400 apparmor="STATUS" operation="profile_load" profile="app" name="/x"',
    ].join('\n');
    const { text, added } = refineAppArmor(made, log);
    expect(added).toEqual(['capability chown,', 'network packet raw,', '/bin/sh ix,', '/data2/x w,', '/etc/app.conf r,']);
    expect(lintAppArmor(text, 'app')).toEqual([]);
    expect(refineAppArmor(text, log).added).toEqual([]);
  });
});
