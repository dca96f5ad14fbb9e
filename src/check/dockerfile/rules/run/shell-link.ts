import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const shellLink: DockerfileRule = {
  id: 'shell-link',
  kind: 'misconfiguration',
  title: 'The shell is changed with ln',
  rationale: 'SHELL does it for the build without changing the image for every program that uses /bin/sh.',
  remediation: 'Use SHELL ["/bin/bash", "-c"].',
  severity: 'medium',
  aliases: ['DL4005'],
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  examples: { bad: ['FROM debian:12\nRUN ln -sf /bin/bash /bin/sh'], good: ['FROM debian:12\nSHELL ["/bin/bash", "-c"]'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject, new Set(['ln'])))
    if (command.words.some(({ value }) => value === '/bin/sh')) yield atCommand(subject, command, '/bin/sh is replaced');
}
