import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type AuditRule } from '../audit-rule.ts';
import { said, saidObjects } from '../facts/container-facts.ts';
import { valueOf } from '../known.ts';
import { containerRule } from './container-rule.ts';
import { textOf } from '../facts/text-of.ts';

/** What a container may use, and how it behaves when something is wrong. */
export const containerLimits: readonly AuditRule[] = [
  containerRule({
    id: '5.11',
    title: 'Memory is limited',
    severity: 'medium',
    rationale: 'Without a limit one container can take all memory, and the kernel stops others.',
    remediation: 'Set a limit that fits the program.',
    command: 'docker update --memory 512m --memory-swap 512m NAME',
    faults: (container) => (isNone(said(container, 'HostConfig.Memory')) ? 'has no memory limit' : undefined),
  }),
  containerRule({
    id: '5.12',
    title: 'Processor time is limited',
    severity: 'low',
    rationale: 'Without a share or limit one container can slow down all others.',
    remediation: 'Set a limit or a share.',
    command: 'docker update --cpus 1.5 NAME',
    faults: (container) =>
      ['CpuShares', 'NanoCpus', 'CpuQuota'].every((key) => isNone(said(container, `HostConfig.${key}`)))
        ? 'has no limit or share'
        : undefined,
  }),
  containerRule({
    id: '5.13',
    title: 'The root file system is read-only',
    severity: 'medium',
    rationale: 'Who breaks in can then change no program and leave nothing behind.',
    remediation: 'Start it read-only, with tmpfs for the folders that it writes.',
    command: 'docker run --read-only --tmpfs /tmp …',
    faults: (container) => (said(container, 'HostConfig.ReadonlyRootfs') === true ? undefined : 'can write its root file system'),
  }),
  containerRule({
    id: '5.15',
    title: 'Restarts are limited to five',
    severity: 'low',
    rationale: 'A container that always comes back hides that it fails, and can keep the host busy with it.',
    remediation: 'Restart on failure, five times.',
    command: 'docker update --restart on-failure:5 NAME',
    faults(container) {
      const policy = said(container, 'HostConfig.RestartPolicy');
      const name = isJsonObject(policy) ? textOf(field(policy, 'Name')) : '';
      const count = isJsonObject(policy) ? Number(field(policy, 'MaximumRetryCount') ?? 0) : 0;
      // A service of a swarm is started anew by the swarm, as another container.
      if (name === '' || name === 'no' || container.labels.has('com.docker.swarm.task.id')) return undefined;
      if (name !== 'on-failure') return `restarts ${name}`;
      return count > 0 && count <= 5 ? undefined : `restarts on failure ${count === 0 ? 'without end' : `${count} times`}`;
    },
  }),
  containerRule({
    id: '5.19',
    title: 'Limits on open files and processes are set where the default does not fit',
    severity: 'low',
    isManual: true,
    rationale: 'The daemon’s default is for all; a program that opens much needs its own.',
    remediation: 'Set default-ulimits for the daemon (2.8), or --ulimit for the container.',
    faults: (container) => (saidObjects(container, 'HostConfig.Ulimits').length === 0 ? 'has no limit of its own' : undefined),
  }),
  containerRule({
    id: '5.27',
    title: 'The health of containers is checked',
    severity: 'low',
    rationale: 'Without a check a program that hangs counts as running.',
    remediation: 'Add HEALTHCHECK to the image, or --health-cmd.',
    faults(container) {
      const state = said(container, 'State');
      const health = isJsonObject(state) ? field(state, 'Health') : undefined;
      const status = isJsonObject(health) ? field(health, 'Status') : undefined;
      if (status === undefined || status === 'none' || status === '') return 'has no health check';
      return status === 'unhealthy' ? 'is unhealthy' : undefined;
    },
  }),
  containerRule({
    id: '5.28',
    title: 'Containers run the image that their tag names now',
    severity: 'low',
    isManual: true,
    rationale: 'A container keeps the image it was started from; updates arrive only when it is made anew.',
    remediation: 'Pull the image and make the container anew.',
    faults({ image, imageId, name }, { images }) {
      const current = valueOf(images).find(({ tags }) => tags.some((tag) => tag === image || tag === `${image}:latest`));
      if (current === undefined || imageId === undefined) return undefined;
      return current.id === imageId ? undefined : `${name === '' ? 'it' : 'runs'} an older image than ${image} is here now`;
    },
  }),
  containerRule({
    id: '5.29',
    title: 'The number of processes is limited',
    severity: 'medium',
    rationale: 'Without a limit a fork bomb in one container stops the host.',
    remediation: 'Set a limit.',
    command: 'docker update --pids-limit 200 NAME',
    faults(container) {
      const limit = said(container, 'HostConfig.PidsLimit');
      return isNone(limit) || Number(limit) < 0 ? 'has no limit of processes' : undefined;
    },
  }),
];

function isNone(value: unknown): boolean {
  return value === null || value === undefined || value === 0;
}
