import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { inherited } from '../../find/inherited.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const shellFormCommand: DockerfileRule = {
  id: 'shell-form-command',
  kind: 'misconfiguration',
  title: 'CMD or ENTRYPOINT is in shell form',
  rationale: 'A shell becomes process 1 and does not pass on the signal to stop, so the container is killed after ten seconds.',
  remediation: 'Use the JSON form: CMD ["program", "argument"].',
  severity: 'medium',
  aliases: ['DL3025', 'JSONArgsRecommended'],
  references: ['https://docs.docker.com/reference/build-checks/', 'json-args-recommended/'],
  examples: {
    bad: ['FROM debian:12\nCMD my-program --flag'],
    good: ['FROM debian:12\nCMD ["my-program", "--flag"]', 'FROM debian:12\nSHELL ["/usr/bin/my-shell", "-c"]\nCMD my-program'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  // Who set a shell wants it.
  const hasShell = inherited<boolean>(false, ({ steps }, before) => before || steps.some(({ keyword }) => keyword === 'SHELL'));
  for (const { stage, step } of stepsOf(subject, 'CMD', 'ENTRYPOINT')) {
    if (step.instruction.isJson || step.instruction.values.length === 0) continue;
    if (!hasShell(stage)) yield atStep(subject, step, `${step.keyword} runs in a shell, which does not pass on signals`);
  }
}
