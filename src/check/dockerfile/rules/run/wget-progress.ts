import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const wgetProgress: DockerfileRule = {
  id: 'wget-progress',
  kind: 'misconfiguration',
  title: 'wget fills the log with its progress',
  rationale: 'A line for each few kilobytes makes the log of a build unreadable.',
  remediation: 'Use wget -nv, wget -q or wget --progress=dot:giga.',
  severity: 'low',
  aliases: ['DL3047'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM debian:12\nRUN wget https://example.org/a'], good: ['FROM debian:12\nRUN wget -nv https://example.org/a'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject, new Set(['wget'])))
    if (
      !hasOption(
        command,
        '--progress',
        '-q',
        '--quiet',
        '--no-verbose',
        '-o',
        '--output-file',
        '-a',
        '--append-output',
        '--help',
        '--version',
        '--spider',
      ) &&
      !command.words.some(({ value }) => value === '-nv')
    )
      yield atCommand(subject, command, 'wget writes its progress to the log');
}
