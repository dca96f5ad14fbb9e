import { type RuleDescription } from '../../model/rule.ts';
import { type DriftKind } from './drift.ts';

const shared = { kind: 'audit', references: ['https://docs.docker.com/reference/cli/docker/container/diff/'], aliases: [] } as const;

/** What is told of each kind of change in a running container. */
export const driftRules: Readonly<Record<DriftKind, RuleDescription>> = {
  program: {
    ...shared,
    id: 'drift-program',
    title: 'A program changed in a running container',
    remediation: 'Find out who did it; start a new container from the image. Make the root file system read-only.',
    severity: 'high',
  },
  packages: {
    ...shared,
    id: 'drift-packages',
    title: 'Packages were installed or removed in a running container',
    remediation: 'Put the change into the Dockerfile, build, and start a new container.',
    severity: 'high',
  },
  accounts: {
    ...shared,
    id: 'drift-accounts',
    title: 'Accounts, timed jobs or the loader were changed in a running container',
    remediation: 'Find out who did it; start a new container from the image.',
    severity: 'medium',
  },
  'temporary-program': {
    ...shared,
    id: 'drift-temporary-program',
    title: 'A program lies in a temporary folder of a running container',
    remediation: 'Find out what it is; mount temporary folders with noexec.',
    severity: 'low',
  },
};
