import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const pointlessCommand: DockerfileRule = {
  id: 'pointless-command',
  kind: 'misconfiguration',
  title: 'A command has no use in a build',
  rationale: 'It needs a machine, a terminal or a running system, which a build does not have.',
  remediation: 'Remove it.',
  severity: 'low',
  aliases: ['DL3001'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM debian:12\nRUN service nginx start'], good: ['FROM debian:12\nRUN make'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const names = new Set(['free', 'ifconfig', 'kill', 'mount', 'ps', 'reboot', 'service', 'shutdown', 'ssh', 'systemctl', 'top', 'vim']);
  for (const { command } of commandsOf(subject, names)) {
    // `systemctl enable` only makes links.
    if (
      command.name === 'systemctl' &&
      command.words.some(({ value }) => /^(?:enable|disable|mask|unmask|set-default|preset|--version)$/.test(value))
    )
      continue;
    yield atCommand(subject, command, `${command.name} has no use in a build`);
  }
}
