import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { installsOf, isDryRun, aptGet } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const aptYes: DockerfileRule = {
  id: 'apt-yes',
  kind: 'misconfiguration',
  title: 'apt-get install waits for an answer',
  rationale: 'Nobody answers in a build, so it fails.',
  remediation: 'Use apt-get install -y.',
  severity: 'medium',
  aliases: ['DL3014', 'AVD-DS-0021', 'DS-0021'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: { bad: ['FROM debian:12\nRUN apt-get install curl'], good: ['FROM debian:12\nRUN apt-get install -y curl'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const found of installsOf(subject, aptGet)) {
    const quiet =
      found.command.words.some(({ value }) => /^-[a-zA-Z]*qq|^-q=[2-9]$|^--quiet=[2-9]$/.test(value)) ||
      found.command.words.filter(({ value }) => value === '-q' || value === '--quiet').length > 1;
    if (
      !quiet &&
      !hasOption(found.command, '-y', '--yes', '--assume-yes', '--force-yes') &&
      !isDryRun(found) &&
      !/APT::Get::Assume-Yes/i.test(found.command.words.map(({ value }) => value).join(' '))
    )
      yield atCommand(subject, found.command, '-y is missing');
  }
}
