import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isMounted } from '../../find/mounts.ts';
import { installsOf, apk } from '../../find/package-manager.ts';
import { atCommand, severityIn } from '../../find/violation.ts';

export const apkCache: DockerfileRule = {
  id: 'apk-cache',
  kind: 'misconfiguration',
  title: 'The package index of apk stays in the image',
  rationale: 'It is megabytes that nothing reads again.',
  remediation: 'Use apk add --no-cache.',
  severity: 'low',
  aliases: ['DL3019', 'AVD-DS-0025', 'DS-0025', 'DKL-DI-0004'],
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  examples: { bad: ['FROM alpine:3.20\nRUN apk add curl'], good: ['FROM alpine:3.20\nRUN apk add --no-cache curl'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const found of installsOf(subject, apk)) {
    const { stage, step, later, command } = found;
    if (command.words.some(({ value }) => value === '--no-cache') || isMounted(step, '/var/cache/apk') || isMounted(step, '/etc/apk/cache'))
      continue;
    if (later.some(({ name, words }) => name === 'rm' && words.some(({ value }) => /^\/var\/cache\/apk(?:\/|$)/.test(value)))) continue;
    yield atCommand(subject, command, '--no-cache is missing', severityIn(stage));
  }
}
