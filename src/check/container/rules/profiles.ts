import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = ['https://docs.docker.com/engine/security/', 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'];

export const seccompUnconfined: ContainerRule = {
  id: 'seccomp-unconfined',
  kind: 'misconfiguration',
  title: 'A container may make every system call',
  rationale: 'The default profile of seccomp keeps about 50 system calls from containers, among them those of many exploits of the kernel.',
  remediation: 'Remove seccomp=unconfined (seccompProfile: Unconfined), or write a profile that allows what the service needs.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.22', 'KSV-0104'],
  examples: {
    bad: [
      exampleService('security_opt: ["seccomp:unconfined"]'),
      exampleService('security_opt: [seccomp=unconfined]'),
      exampleContainer('', 'securityContext:\n  seccompProfile:\n    type: Unconfined'),
    ],
    good: [
      exampleService('security_opt: ["seccomp:./profile.json"]'),
      exampleContainer('', 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
    ],
  },
  *check(container) {
    if (container.seccomp?.value === 'unconfined') yield violationOf(container, container.seccomp, 'seccomp is unconfined');
  },
};

export const seccompNotSet: ContainerRule = {
  id: 'seccomp-not-set',
  kind: 'misconfiguration',
  title: 'No seccomp profile is set',
  rationale: 'Kubernetes runs a container without a profile unless one is set, while Docker uses its default.',
  remediation: 'Set securityContext.seccompProfile.type to RuntimeDefault.',
  severity: 'low',
  references,
  aliases: ['KSV-0030'],
  examples: {
    bad: [exampleContainer('')],
    good: [
      exampleContainer('securityContext:\n  seccompProfile:\n    type: RuntimeDefault'),
      exampleContainer('', 'securityContext:\n  seccompProfile:\n    type: Localhost'),
      exampleService('restart: "no"'),
    ],
  },
  *check(container) {
    if (container.language === 'kubernetes' && container.seccomp === undefined)
      yield violationOf(container, undefined, 'no seccomp profile is set');
  },
};

export const appArmorUnconfined: ContainerRule = {
  id: 'apparmor-unconfined',
  kind: 'misconfiguration',
  title: 'A container is not confined by AppArmor',
  rationale: 'The default profile keeps containers from writing to /proc and /sys and from mounting.',
  remediation: 'Remove apparmor=unconfined, or load a profile of your own.',
  severity: 'medium',
  references,
  aliases: ['CIS-5.2', 'KSV-0002'],
  examples: {
    bad: [
      exampleService('security_opt: ["apparmor:unconfined"]'),
      exampleContainer('securityContext:\n  appArmorProfile:\n    type: Unconfined'),
    ],
    good: [exampleService('security_opt: ["apparmor:my-profile"]'), exampleContainer('')],
  },
  *check(container) {
    if (container.appArmor?.value === 'unconfined') yield violationOf(container, container.appArmor, 'AppArmor is unconfined');
  },
};

export const seLinuxOff: ContainerRule = {
  id: 'selinux-off',
  kind: 'misconfiguration',
  title: 'A container changes its confinement by SELinux',
  rationale: 'Without its label, or with another type, a container reads files of the host and of other containers.',
  remediation: 'Remove label=disable (seLinuxOptions.type, user and role).',
  severity: 'medium',
  references,
  aliases: ['CIS-5.3', 'KSV-0025'],
  examples: {
    bad: [exampleService('security_opt: ["label:disable"]'), exampleContainer('', 'securityContext:\n  seLinuxOptions:\n    type: spc_t')],
    good: [
      exampleService('security_opt: ["label:type:svirt_apache_t"]'),
      exampleContainer('', 'securityContext:\n  seLinuxOptions:\n    level: "s0:c123,c456"'),
    ],
  },
  *check(container) {
    if (container.seLinux !== undefined)
      yield violationOf(
        container,
        container.seLinux,
        container.seLinux.value === 'disabled' ? 'SELinux is switched off' : 'SELinux has options of its own',
      );
  },
};
