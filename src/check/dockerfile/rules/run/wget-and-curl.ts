import { type Violation } from '../../../../model/rule.ts';
import { type Stage } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand, severityIn } from '../../find/violation.ts';
import { type ShellCommand } from '../../shell/shell-script.ts';

export const wgetAndCurl: DockerfileRule = {
  id: 'wget-and-curl',
  kind: 'misconfiguration',
  title: 'wget and curl are both used',
  rationale: 'One of them is enough, and each is a package more.',
  remediation: 'Use one of them.',
  severity: 'medium',
  aliases: ['DL4001', 'AVD-DS-0014', 'DS-0014'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM debian:12\nRUN wget https://example.org/a\nRUN curl -O https://example.org/b'],
    good: ['FROM debian:12\nRUN curl -O https://example.org/a\nRUN curl -O https://example.org/b'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const found = new Map<Stage, Map<string, ShellCommand>>();
  for (const { stage, command } of commandsOf(subject, new Set(['wget', 'curl']))) {
    const known = found.get(stage) ?? new Map<string, ShellCommand>();
    found.set(stage, known);
    if (!known.has(command.name)) known.set(command.name, command);
    else continue;
    if (known.size === 2) yield atCommand(subject, command, 'both wget and curl are used in this stage', severityIn(stage));
  }
}
