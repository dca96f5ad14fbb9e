import { type Violation } from '../../../../model/rule.ts';
import { type Step } from '../../build/build.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { isSecretName } from '../../find/secret-names.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const secretInVariable: DockerfileRule = {
  id: 'secret-in-variable',
  kind: 'misconfiguration',
  title: 'A secret is given with ARG or ENV',
  rationale:
    "Values of ENV are in the image's configuration, those of ARG in its history and provenance: everybody who can pull the image reads them.",
  remediation: 'Mount it: RUN --mount=type=secret,id=NAME, or give it to the container when it is started.',
  severity: 'high',
  aliases: ['DL3064', 'AVD-DS-0031', 'DS-0031', 'SecretsUsedInArgOrEnv', 'CIS-DI-0010', 'CIS-4.10'],
  references: [
    'https://docs.docker.com/reference/build-checks/',
    'secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  examples: {
    bad: ['FROM debian:12\nENV DB_PASSWORD=example', 'FROM debian:12\nARG NPM_TOKEN'],
    good: ['FROM debian:12\nRUN --mount=type=secret,id=npm npm ci', 'FROM debian:12\nENV DB_PASSWORD_FILE=/run/secrets/db'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { step } of stepsOf(subject, 'ENV', 'ARG')) yield* secretsIn(subject, step);
  for (const step of subject.build.globalSteps) if (step.keyword === 'ARG') yield* secretsIn(subject, step);
}

function* secretsIn(subject: DockerfileSubject, step: Step): Iterable<Violation> {
  const { values } = step.instruction;
  const names =
    step.keyword === 'ARG'
      ? values.map(({ text }) => text.split('=', 1)[0]!)
      : values.filter((_, at) => at % 3 === 0).map(({ text }) => text);
  for (const name of names)
    if (isSecretName(name))
      yield atStep(subject, step, `${step.keyword} ${name} stays readable in the image`, { key: name, hidesText: true });
}
