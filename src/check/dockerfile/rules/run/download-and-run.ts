import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand, severityIn } from '../../find/violation.ts';
import { type ShellCommand } from '../../shell/shell-script.ts';

export const downloadAndRun: DockerfileRule = {
  id: 'download-and-run',
  kind: 'misconfiguration',
  title: 'A script is fetched and run unseen',
  rationale: 'Whoever controls the server or the way to it runs commands in the build, and another script may come tomorrow.',
  remediation: 'Fetch the script to a file, check its digest and run it.',
  severity: 'medium',
  aliases: ['CIS-4.11'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM debian:12\nRUN curl -fsSL https://example.org/install.sh | sh'],
    good: [
      'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/install.sh /tmp/\nRUN sh /tmp/install.sh',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, command, later } of commandsOf(subject, new Set(['curl', 'wget']))) {
    const next = later[0];
    if (next === undefined || !/^(?:sh|bash|ash|dash|zsh|sudo|python[\d.]*|perl|node|ruby)$/.test(next.name)) continue;
    const between = textBetween(subject, command, next);
    if (/^[^;&\n]*\|\s*(?:[A-Za-z_]\w*=\S*\s+)*$/.test(between))
      yield atCommand(subject, command, `what ${command.name} fetches is run by ${next.name}`, severityIn(stage));
  }
}

/** What stands between two commands of one line or of neighbouring ones. */
function textBetween({ build: { file } }: DockerfileSubject, first: ShellCommand, second: ShellCommand): string {
  const [from, to] = [first.end, second.position];
  if (to.line < from.line || to.line - from.line > 3) return '';
  const lines = file.lines.slice(from.line - 1, to.line);
  const texts = lines.map((line, at) => line.slice(at === 0 ? from.column : 0, at === lines.length - 1 ? to.column - 1 : line.length));
  if (texts.some((text) => text.length > longestGap)) return '';
  return texts.map((text, at) => (at === texts.length - 1 ? text : text.trimEnd().replace(/[\\`]$/, ' '))).join('');
}

/** Options and an address; what is longer is no pipe that anybody wrote. */
const longestGap = 1_000;
