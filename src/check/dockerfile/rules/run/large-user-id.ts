import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const largeUserId: DockerfileRule = {
  id: 'large-user-id',
  kind: 'misconfiguration',
  title: 'useradd makes a huge lastlog',
  rationale: 'lastlog and faillog have a place for each id below the new one; a large id makes a sparse file that becomes a large layer.',
  remediation: 'Use useradd -l.',
  severity: 'medium',
  aliases: ['DL3046'],
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  examples: { bad: ['FROM debian:12\nRUN useradd -u 123456 app'], good: ['FROM debian:12\nRUN useradd -l -u 123456 app'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject, new Set(['useradd']))) {
    const at = command.words.findIndex(({ value }) => value === '-u' || value === '--uid');
    const id =
      at < 0
        ? command.words.map(({ value }) => /^(?:-u|--uid=)(\d+)$/.exec(value)?.[1]).find((found) => found !== undefined)
        : command.words[at + 1]?.value;
    if (id !== undefined && /^\d{6,}$/.test(id) && !hasOption(command, '-l', '--no-log-init'))
      yield atCommand(subject, command, `id ${id} makes a large lastlog`);
  }
}
