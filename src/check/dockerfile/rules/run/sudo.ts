import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const sudo: DockerfileRule = {
  id: 'sudo',
  kind: 'misconfiguration',
  title: 'sudo is used',
  rationale: 'RUN is root unless USER says otherwise, and sudo in the image is one more way to become root.',
  remediation: 'Switch with USER, or use gosu where a program must start as root.',
  severity: 'high',
  aliases: ['DL3004', 'AVD-DS-0010', 'DS-0010', 'DKL-DI-0001'],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: {
    bad: ['FROM debian:12\nRUN sudo make install'],
    good: ['FROM debian:12\nRUN make install', 'FROM debian:12\nRUN apt-get install -y sudo'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject, new Set(['sudo']))) yield atCommand(subject, command, 'sudo is used');
}
