import { type Violation } from '../../../../model/rule.ts';
import { readBaseImage } from '../../build/base-image.ts';
import { type BaseImage } from '../../build/build.ts';
import { namesOfSources } from '../../build/read-build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf, fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const untrustedRegistry: DockerfileRule = {
  id: 'untrusted-registry',
  kind: 'misconfiguration',
  title: 'An image comes from a registry that is not trusted',
  rationale: 'Whoever controls the registry decides what is in the image.',
  remediation: 'Take the image from a registry in trustedRegistries, or add its registry there.',
  severity: 'high',
  aliases: ['DL3026', 'CIS-4.2'],
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  examples: { bad: ['FROM untrusted.example/debian:12'], good: ['FROM trusted.example/debian:12', 'FROM scratch'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const trusted = subject.settings.trustedRegistries;
  if (trusted === undefined || trusted.length === 0) return;
  const stages = new Set<string>(subject.build.stages.map(({ name }) => name ?? ''));
  for (const { stage, step } of fromsOf(subject))
    if (stage.base?.isKnown === true && !isTrusted(stage.base, trusted))
      yield atStep(subject, step, `${stage.base.name} is not from a trusted registry`);
  for (const { step } of stepsOf(subject, 'COPY', 'RUN'))
    for (const name of namesOfSources(step.instruction)) {
      if (stages.has(name.toLowerCase()) || /^\d+$/.test(name) || name.includes('$')) continue;
      const image = readBaseImage(name, true);
      if (!isTrusted(image, trusted)) yield atStep(subject, step, `${name} is not from a trusted registry`);
    }
}

function isTrusted({ registry, repository }: BaseImage, trusted: readonly string[]): boolean {
  if (repository === 'scratch' && registry === undefined) return true;
  const hub = ['docker.io', 'index.docker.io', 'hub.docker.com'];
  const names = registry === undefined || hub.includes(registry) ? hub : [registry];
  return trusted.some((pattern) => pattern === '*' || names.some((name) => matches(pattern.toLowerCase(), name.toLowerCase())));
}

/** `*.example.org` is every host below it. */
function matches(pattern: string, name: string): boolean {
  return pattern.startsWith('*')
    ? name.endsWith(pattern.slice(1))
    : pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : pattern === name;
}
