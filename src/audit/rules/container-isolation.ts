import { type AuditRule } from '../audit-rule.ts';
import { said } from '../facts/container-facts.ts';
import { valueOf } from '../known.ts';
import { containerRule } from './container-rule.ts';
import { textOf } from '../facts/text-of.ts';

/** What a container shares with the host. */
export const containerIsolation: readonly AuditRule[] = [
  namespaceRule(
    '5.10',
    'network',
    'NetworkMode',
    'high',
    'It then reaches every service of the host, also those that listen on localhost only.',
  ),
  namespaceRule('5.16', 'process', 'PidMode', 'high', 'It then sees all processes of the host, and as root can look into them.'),
  namespaceRule('5.17', 'IPC', 'IpcMode', 'medium', 'It then reads and writes the shared memory of the host’s programs.'),
  namespaceRule('5.21', 'UTS', 'UTSMode', 'low', 'It can then change the host’s name.'),
  namespaceRule('5.31', 'user', 'UsernsMode', 'medium', 'Root in the container is then root on the host, although the daemon maps users.'),
  containerRule({
    id: '5.25',
    title: 'Containers are in the daemon’s control group',
    severity: 'low',
    rationale: 'In another group the limits of that group hold, and perhaps none.',
    remediation: 'Remove --cgroup-parent, unless that group has the limits you want.',
    faults(container) {
      const parent = textOf(said(container, 'HostConfig.CgroupParent'));
      return parent === '' ? undefined : `is in ${parent}`;
    },
  }),
  containerRule({
    id: '5.7',
    title: 'No container runs an SSH server',
    severity: 'medium',
    rationale: 'It is one more way in, with keys and users that nobody manages; docker exec does the same.',
    remediation: 'Remove the server from the image.',
    faults: ({ processes }) =>
      valueOf(processes ?? { unread: 'its processes were not listed' }).some((line) => /(?:^|[\s/])sshd\b/.test(line))
        ? 'runs sshd'
        : undefined,
  }),
];

type Namespace = 'NetworkMode' | 'PidMode' | 'IpcMode' | 'UTSMode' | 'UsernsMode';

function namespaceRule(id: string, what: string, key: Namespace, severity: AuditRule['severity'], why: string): AuditRule {
  return containerRule({
    id,
    title: `Containers have their own ${what} namespace`,
    severity,
    rationale: why,
    remediation: `Start it without the option that shares the host’s ${what} namespace.`,
    faults: (container) => (said(container, `HostConfig.${key}`) === 'host' ? `shares the host’s ${what} namespace` : undefined),
  });
}
