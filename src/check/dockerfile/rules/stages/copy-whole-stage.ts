import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const copyWholeStage: DockerfileRule = {
  id: 'copy-whole-stage',
  kind: 'misconfiguration',
  title: 'The whole file system of another stage is copied',
  rationale: 'It brings back everything that the multi-stage build was meant to leave out.',
  remediation: 'Copy only what the image needs.',
  severity: 'medium',
  aliases: ['DL3067'],
  references: ['https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds'],
  examples: {
    bad: ['FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build / /'],
    good: ['FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build /app /app'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const bare = new Set(
    subject.build.stages.filter(({ base }) => base?.repository === 'scratch').map(({ name, index }) => name ?? String(index)),
  );
  for (const { stage, step } of stepsOf(subject, 'COPY')) {
    const from = flagValue(step.instruction, 'from');
    if (from === undefined || bare.has(from.toLowerCase()) || step.instruction.values.length < 2) continue;
    // Into an empty image it is how a stage is flattened.
    if (stage.base?.repository === 'scratch') continue;
    if (step.expanded.slice(0, -1).some((path) => path === '/' || path === '/*' || path === '/.'))
      yield atStep(subject, step, `everything of ${from} is copied`);
  }
}
