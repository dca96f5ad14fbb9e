import { type Severity } from '../../../model/severity.ts';
import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = [
  'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  'https://man7.org/linux/man-pages/man7/capabilities.7.html',
];

export const privileged: ContainerRule = {
  id: 'privileged',
  kind: 'misconfiguration',
  title: 'A container is privileged',
  rationale: 'It has every capability and every device of the host: root in it is root on the host.',
  remediation: 'Remove privileged, and add only the capabilities and devices that the service needs.',
  severity: 'critical',
  references,
  aliases: ['CIS-5.5', 'KSV-0017'],
  examples: {
    bad: [exampleService('privileged: true'), exampleContainer('securityContext:\n  privileged: true')],
    good: [exampleService('privileged: false'), exampleContainer('')],
  },
  *check(container) {
    if (container.privileged?.value === true) yield violationOf(container, container.privileged, 'is privileged');
  },
};

/** Capabilities that give the host away, or nearly so. */
const dangerous: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'NET_ADMIN',
  'PERFMON',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_TIME',
]);
/** What Trivy calls capabilities that have a rule of their own. */
const ownAliases: ReadonlyMap<string, string> = new Map([
  ['SYS_ADMIN', 'KSV-0005'],
  ['NET_RAW', 'KSV-0119'],
  ['SYS_MODULE', 'KSV-0120'],
]);

export const addedCapability: ContainerRule = {
  id: 'added-capability',
  kind: 'misconfiguration',
  title: 'A container has additional capabilities',
  rationale: 'Each is a part of the rights of root. SYS_ADMIN, SYS_MODULE and others are enough to take over the host.',
  remediation: 'Remove the capability, or drop ALL and add only those that the service needs.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.4', 'KSV-0022'],
  examples: {
    bad: [
      exampleService('cap_add: [SYS_ADMIN]'),
      exampleService('cap_add:\n  - CAP_NET_RAW'),
      exampleContainer('securityContext:\n  capabilities:\n    add: [SYS_TIME]'),
    ],
    good: [
      exampleService('cap_add: [NET_BIND_SERVICE]'),
      exampleContainer('securityContext:\n  capabilities:\n    drop: [ALL]\n    add: [NET_BIND_SERVICE]'),
    ],
  },
  *check(container) {
    for (const setting of container.addedCapabilities) {
      const name = setting.value.toUpperCase().replace(/^CAP_/, '');
      if (name === 'NET_BIND_SERVICE') continue;
      const severity: Severity = dangerous.has(name) ? 'high' : 'medium';
      const alias = ownAliases.get(name);
      yield violationOf(container, setting, `has the capability ${name}`, {
        severity,
        key: name,
        ...(alias === undefined ? {} : { aliases: [alias] }),
      });
    }
  },
};

export const capabilitiesNotDropped: ContainerRule = {
  id: 'capabilities-not-dropped',
  kind: 'misconfiguration',
  title: 'A container keeps the default capabilities',
  rationale: 'Hardly any service needs them, and each is of use to an attacker.',
  remediation: 'Drop ALL (cap_drop, securityContext.capabilities.drop), and add what the service needs.',
  severity: 'low',
  references,
  aliases: ['KSV-0003', 'KSV-0004', 'KSV-0106'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleService('cap_drop: [NET_RAW]'), exampleContainer('')],
    good: [
      exampleService('cap_drop: [ALL]'),
      exampleService('privileged: true'),
      exampleContainer('securityContext:\n  capabilities:\n    drop: ["all"]'),
    ],
  },
  *check(container) {
    // Of a privileged container this is the least defect.
    if (container.privileged?.value === true) return;
    if (container.droppedCapabilities.some(({ value }) => value.toUpperCase() === 'ALL')) return;
    yield violationOf(container, container.droppedCapabilities[0], 'does not drop all capabilities');
  },
};

export const newPrivileges: ContainerRule = {
  id: 'new-privileges',
  kind: 'misconfiguration',
  title: 'Processes may gain privileges',
  rationale: 'A program that is set-user-ID gives a process the rights of root, although it was started without them.',
  remediation: 'Set security_opt: [no-new-privileges:true] in Compose, allowPrivilegeEscalation: false in Kubernetes.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.26', 'KSV-0001'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleService('security_opt: ["no-new-privileges:false"]'), exampleContainer('')],
    good: [
      exampleService('security_opt: [no-new-privileges]'),
      exampleService('security_opt: ["no-new-privileges:true"]'),
      exampleContainer('securityContext:\n  allowPrivilegeEscalation: false'),
    ],
  },
  *check(container) {
    if (container.noNewPrivileges?.value !== true) yield violationOf(container, container.noNewPrivileges, 'processes may gain privileges');
  },
};

export const writableRoot: ContainerRule = {
  id: 'writable-root',
  kind: 'misconfiguration',
  title: 'The file system of a container is writable',
  rationale: 'An attacker can install tools and change the application.',
  remediation: 'Set read_only: true (readOnlyRootFilesystem in Kubernetes), and mount a tmpfs where the service writes.',
  severity: 'low',
  references,
  aliases: ['CIS-5.13', 'KSV-0014'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleContainer('')],
    good: [exampleService('read_only: true'), exampleContainer('securityContext:\n  readOnlyRootFilesystem: true')],
  },
  *check(container) {
    if (!container.isRootReadOnly) yield violationOf(container, undefined, 'the root file system is writable');
  },
};
