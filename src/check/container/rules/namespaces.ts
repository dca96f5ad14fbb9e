import { type Violation } from '../../../model/rule.ts';
import { exampleContainer, exampleService, type Container, type ContainerRule, type HostNamespace } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = [
  'https://docs.docker.com/reference/compose-file/services/',
  'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
];

function* checkNamespace(container: Container, namespace: HostNamespace, words: string): Iterable<Violation> {
  for (const setting of container.hostNamespaces)
    if (setting.value === namespace) yield violationOf(container, setting, `uses ${words} of the host`);
}

export const hostNetwork: ContainerRule = {
  id: 'host-network',
  kind: 'misconfiguration',
  title: 'A container uses the network of the host',
  rationale:
    'It reaches every service that listens on localhost of the host, can open any port there, and can see traffic of other containers.',
  remediation: 'Remove the setting, and publish the ports that the service needs.',
  severity: 'high',
  references,
  aliases: ['CIS-5.10', 'KSV-0009'],
  examples: {
    bad: [exampleService('network_mode: host'), exampleContainer('', 'hostNetwork: true')],
    good: [exampleService('network_mode: none'), exampleContainer('', 'hostNetwork: false')],
  },
  check: (container) => checkNamespace(container, 'network', 'the network'),
};

export const hostPid: ContainerRule = {
  id: 'host-pid',
  kind: 'misconfiguration',
  title: 'A container sees the processes of the host',
  rationale: 'It can read the environment of every process of the host, and as root send signals to them and trace them.',
  remediation: 'Remove the setting.',
  severity: 'high',
  references,
  aliases: ['CIS-5.16', 'KSV-0010'],
  examples: {
    bad: [exampleService('pid: host'), exampleContainer('', 'hostPID: true')],
    good: [exampleService('pid: service:other'), exampleContainer('')],
  },
  check: (container) => checkNamespace(container, 'pid', 'the processes'),
};

export const hostIpc: ContainerRule = {
  id: 'host-ipc',
  kind: 'misconfiguration',
  title: 'A container uses the shared memory of the host',
  rationale: 'It can read and change what processes of the host exchange through shared memory and semaphores.',
  remediation: 'Remove the setting.',
  severity: 'high',
  references,
  aliases: ['CIS-5.17', 'KSV-0008'],
  examples: {
    bad: [exampleService('ipc: host'), exampleContainer('', 'hostIPC: true')],
    good: [exampleService('ipc: shareable'), exampleContainer('')],
  },
  check: (container) => checkNamespace(container, 'ipc', 'the shared memory'),
};

export const hostUts: ContainerRule = {
  id: 'host-uts',
  kind: 'misconfiguration',
  title: 'A container can change the host name of the host',
  rationale: 'With the UTS namespace of the host, a privileged process sets the name of the host.',
  remediation: 'Remove the setting.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.21'],
  examples: { bad: [exampleService('uts: host')], good: [exampleService('hostname: app')] },
  check: (container) => checkNamespace(container, 'uts', 'the UTS namespace'),
};

export const hostUserNamespace: ContainerRule = {
  id: 'host-user-namespace',
  kind: 'misconfiguration',
  title: 'A container is exempt from the user namespace of the engine',
  rationale: 'Root in the container is root on the host again, although the engine maps users.',
  remediation: 'Remove userns_mode: host.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.31'],
  examples: { bad: [exampleService('userns_mode: host')], good: [exampleService('userns_mode: auto')] },
  check: (container) => checkNamespace(container, 'user', 'the user namespace'),
};

export const hostCgroup: ContainerRule = {
  id: 'host-cgroup',
  kind: 'misconfiguration',
  title: 'A container is in a control group that it should not be in',
  rationale: 'In the control groups of the host, limits of the container do not hold.',
  remediation: 'Remove cgroup: host and cgroup_parent.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.25'],
  examples: {
    bad: [exampleService('cgroup: host'), exampleService('cgroup_parent: system.slice')],
    good: [exampleService('cgroup: private')],
  },
  check: (container) => checkNamespace(container, 'cgroup', 'a control group'),
};
