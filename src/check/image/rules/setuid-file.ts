import { type Severity } from '../../../model/severity.ts';
import { type FileRule } from '../image-rule.ts';

/** What distributions install set-user-ID or set-group-ID. A container that runs without new privileges does not need them either. */
const usual: ReadonlySet<string> = new Set([
  'bbsuid', 'chage', 'chfn', 'chsh', 'crontab', 'dbus-daemon-launch-helper', 'expiry', 'fusermount', 'fusermount3', 'gpasswd', 'mount', 'mount.nfs', 'newgidmap', 'newgrp',
  'newuidmap', 'pam_extrausers_chkpwd', 'pam_timestamp_check', 'passwd', 'pkexec', 'polkit-agent-helper-1', 'ssh-agent', 'ssh-keysign', 'su', 'umount', 'unix_chkpwd',
  'userhelper', 'utempter', 'wall', 'write', 'write.ul',
]); // prettier-ignore

export const setuidFile: FileRule = {
  id: 'setuid-file',
  kind: 'misconfiguration',
  title: 'A file runs with the rights of its owner or group',
  rationale:
    'A process without privileges that starts such a program has the rights of its owner, usually root, and a flaw in the program gives them to an attacker.',
  remediation: 'Remove the bits in the image (RUN chmod a-s FILE), or start containers with --security-opt no-new-privileges.',
  severity: 'medium',
  references: ['https://man7.org/linux/man-pages/man2/execve.2.html'],
  aliases: ['CIS-DI-0008', 'CIS-4.8'],
  examples: {
    bad: ['FILE 4755 usr/bin/su', 'FILE 2755 usr/bin/wall', 'FILE 4755 opt/app/helper'],
    good: ['FILE 755 usr/bin/env', 'FILE 2644 var/mail/lock', 'DIR 2775 var/mail'],
  },
  // Set-group-ID without execution by the group is a lock, not a right; chmod(2).
  wants: ({ type, mode }) => type === 'file' && ((mode & 0o4100) === 0o4100 || (mode & 0o2010) === 0o2010),
  *check({ wanted }) {
    for (const { path, mode, userId, groupId, layerIndex } of wanted) {
      const isUser = (mode & 0o4000) !== 0;
      const owner = isUser ? (userId === 0 ? 'root' : `user ${userId}`) : groupId === 0 ? 'group root' : `group ${groupId}`;
      const isUsual = usual.has(path.slice(path.lastIndexOf('/') + 1)) && /^(?:usr\/)?(?:bin|sbin|lib|libexec)\//.test(path);
      const severity: Severity = isUsual ? 'negligible' : isUser && userId === 0 ? 'medium' : 'low';
      yield { message: `/${path} runs with the rights of ${owner}`, location: { path, layerIndex }, severity };
    }
  },
};
