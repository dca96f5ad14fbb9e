import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { commandsOf } from '../../find/steps.ts';
import { atCommand } from '../../find/violation.ts';

export const unverifiedDownload: DockerfileRule = {
  id: 'unverified-download',
  kind: 'misconfiguration',
  title: 'A download is not verified',
  rationale: 'Without the check of the certificate, anybody on the way can replace what is fetched.',
  remediation: 'Remove the option, and add the certificate authority to the image where one is missing.',
  severity: 'high',
  aliases: ['CIS-4.11'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: {
    bad: ['FROM debian:12\nRUN curl -k https://example.org/a -o /a'],
    good: ['FROM debian:12\nRUN curl -fsS https://example.org/a -o /a'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { command } of commandsOf(subject)) {
    const option = command.words.find(({ value }, at) => isUnverified(command.name, value, command.words[at + 1]?.value));
    if (option !== undefined) yield atCommand(subject, command, `${command.name} ${option.value} does not verify what it fetches`);
  }
}

function isUnverified(name: string, word: string, next: string | undefined): boolean {
  switch (name) {
    case 'curl':
      return word === '--insecure' || word === '--proxy-insecure' || /^-[a-zA-Z]*k[a-zA-Z]*$/.test(word);
    case 'wget':
      return word === '--no-check-certificate';
    case 'npm':
    case 'yarn':
      return word === '--strict-ssl=false' || (word === 'strict-ssl' && next === 'false');
    case 'git':
      return /^(?:-c)?http\.sslVerify=(?:false|0)$/i.test(word) || (/^http\.sslVerify$/i.test(word) && next === 'false');
    default:
      return false;
  }
}
