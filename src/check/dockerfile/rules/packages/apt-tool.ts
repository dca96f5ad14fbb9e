import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const aptTool: DockerfileRule = {
  id: 'apt-tool',
  kind: 'misconfiguration',
  title: 'apt is used where apt-get is meant',
  rationale: 'apt is for people: its options and its output change from release to release.',
  remediation: 'Use apt-get or apt-cache.',
  severity: 'medium',
  aliases: ['DL3027'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: { bad: ['FROM debian:12\nRUN apt install -y curl'], good: ['FROM debian:12\nRUN apt-get install -y curl'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject, new Set(['apt']))) yield atCommand(subject, command, 'apt is for people, not for scripts');
}
