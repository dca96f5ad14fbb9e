import { exampleContainer, exampleService, type ContainerRule } from '../container.ts';
import { violationOf } from '../violation-of.ts';

const references = [
  'https://docs.docker.com/reference/compose-file/deploy/#resources',
  'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
];

export const noMemoryLimit: ContainerRule = {
  id: 'no-memory-limit',
  kind: 'misconfiguration',
  title: 'Memory is not limited',
  rationale: 'One container can use up the memory of the host and have others killed.',
  remediation: 'Set mem_limit or deploy.resources.limits.memory (resources.limits.memory in Kubernetes).',
  severity: 'low',
  references,
  aliases: ['CIS-5.11', 'KSV-0018'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleContainer('')],
    good: [
      exampleService('mem_limit: 256m'),
      exampleService('deploy:\n  resources:\n    limits:\n      memory: 256M'),
      exampleContainer('resources:\n  limits:\n    memory: 128Mi'),
    ],
  },
  *check(container) {
    if (!container.hasMemoryLimit) yield violationOf(container, undefined, 'memory is not limited');
  },
};

export const noCpuLimit: ContainerRule = {
  id: 'no-cpu-limit',
  kind: 'misconfiguration',
  title: 'CPU is not limited',
  rationale: 'One container can use all processors of the host.',
  remediation: 'Set cpus, cpu_shares or deploy.resources.limits.cpus (resources.limits.cpu in Kubernetes).',
  severity: 'low',
  references,
  aliases: ['CIS-5.12', 'KSV-0011'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleContainer('')],
    good: [
      exampleService('cpus: 0.5'),
      exampleService('deploy:\n  resources:\n    limits:\n      cpus: "0.5"'),
      exampleContainer('resources:\n  limits:\n    cpu: 500m'),
    ],
  },
  *check(container) {
    if (!container.hasCpuLimit) yield violationOf(container, undefined, 'CPU is not limited');
  },
};

export const noProcessLimit: ContainerRule = {
  id: 'no-process-limit',
  kind: 'misconfiguration',
  title: 'The number of processes is not limited',
  rationale: 'A fork bomb in one container uses up the process table of the host.',
  remediation: 'Set pids_limit or deploy.resources.limits.pids.',
  severity: 'low',
  references,
  aliases: ['CIS-5.29'],
  examples: {
    bad: [exampleService('restart: "no"'), exampleService('pids_limit: -1')],
    good: [exampleService('pids_limit: 100'), exampleService('deploy:\n  resources:\n    limits:\n      pids: 100'), exampleContainer('')],
  },
  *check(container) {
    // In Kubernetes the kubelet limits processes, not the pod.
    if (container.language === 'compose' && !container.hasProcessLimit)
      yield violationOf(container, undefined, 'the number of processes is not limited');
  },
};
