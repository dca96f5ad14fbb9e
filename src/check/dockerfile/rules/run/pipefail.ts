import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep, severityIn } from '../../find/violation.ts';
import { setsPipefail } from '../../shell/shell.ts';

export const pipefail: DockerfileRule = {
  id: 'pipefail',
  kind: 'misconfiguration',
  title: 'A pipe hides that a command failed',
  rationale: 'The shell looks at the last command only, so the build goes on with a file that is half there.',
  remediation: 'Set SHELL ["/bin/bash", "-o", "pipefail", "-c"] before, or begin the RUN with set -o pipefail.',
  severity: 'medium',
  aliases: ['DL4006'],
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  examples: {
    bad: ['FROM debian:12\nRUN curl -fsS https://example.org/a | tar -x'],
    good: ['FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsS https://example.org/a | tar -x'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of stepsOf(subject, 'RUN')) {
    const { script, interpreter: shell, instruction } = step;
    if (instruction.isJson || !shell.isPosix || shell.hasPipefail || script === undefined || script.pipes.length === 0) continue;
    const isSet = script.commands.some(({ name, words }) => name === 'set' && setsPipefail(words.map(({ value }) => value)));
    // A command run by a shell of its own may have it set there.
    if (!isSet) yield atStep(subject, step, 'a command before a pipe can fail unnoticed', severityIn(stage));
  }
}
