import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf, commandsOf } from '../../find/steps.ts';
import { atStep, atCommand, severityIn } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const worldWritable: DockerfileRule = {
  id: 'world-writable',
  kind: 'misconfiguration',
  title: 'A file or folder is made writable for everybody',
  rationale: 'Any program in the container can then change it.',
  remediation: 'Give the rights to the account that needs them: chown, or chmod 755.',
  severity: 'medium',
  aliases: ['CIS-4.8'],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: {
    bad: ['FROM debian:12\nRUN chmod -R 777 /app'],
    good: ['FROM debian:12\nRUN chmod -R 755 /app', 'FROM debian:12\nRUN chmod 1777 /tmp'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, command } of commandsOf(subject, new Set(['chmod'])))
    if (
      command.words.some(
        ({ value }) =>
          (/^0?[0-7]?[0-7]{2}[2367]$/.test(value) && !/^0?1/.test(value.padStart(4, '0').slice(-4))) ||
          /^(?:a|o|ugo)\+[rwxX]*w/.test(value),
      )
    )
      yield atCommand(subject, command, 'everybody can write to it', severityIn(stage));
  for (const { stage, step } of stepsOf(subject, 'COPY', 'ADD')) {
    const mode = flagValue(step.instruction, 'chmod');
    if (mode !== undefined && /^0?[0-7]{2}[2367]$/.test(mode))
      yield atStep(subject, step, `--chmod=${mode} lets everybody write`, severityIn(stage));
  }
}
