import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { hasOption } from '../../find/options.ts';
import { installsOf, isDryRun, aptGet } from '../../find/package-manager.ts';
import { perStage } from '../../find/per-stage.ts';
import { atCommand, severityIn } from '../../find/violation.ts';

export const aptRecommends: DockerfileRule = {
  id: 'apt-recommends',
  kind: 'misconfiguration',
  title: 'apt-get install also installs what is only recommended',
  rationale: 'Recommended packages make the image larger and are one more thing that can be vulnerable.',
  remediation: 'Use apt-get install --no-install-recommends.',
  severity: 'low',
  aliases: ['DL3015', 'AVD-DS-0029', 'DS-0029'],
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get install -y curl'],
    good: ['FROM debian:12\nRUN apt-get install -y --no-install-recommends curl'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const configuredAt = perStage(({ steps }) => steps.find((step) => writesSetting(step, subject.build.file.lines))?.instruction.line);
  for (const found of installsOf(subject, aptGet)) {
    const words = found.command.words.map(({ value }) => value).join(' ');
    if (
      !hasOption(found.command, '--no-install-recommends', '--no-recommends') &&
      !/APT::Install-Recommends\s*=\s*"?(?:false|0|no|off)/i.test(words) &&
      !isDryRun(found) &&
      !((configuredAt(found.stage) ?? Infinity) <= found.step.instruction.line)
    )
      yield atCommand(subject, found.command, '--no-install-recommends is missing', severityIn(found.stage));
  }
}

/** A file in /etc/apt/apt.conf.d may say it for every call after it. */
function writesSetting({ keyword, instruction }: Step, lines: readonly string[]): boolean {
  if (keyword !== 'RUN' || !instruction.source.text.includes('apt.conf')) return false;
  return lines
    .slice(instruction.line - 1, instruction.endLine)
    .some((line) => /APT::Install-Recommends[\s\\"']{0,8}(?:false|0|no|off)/i.test(line));
}
