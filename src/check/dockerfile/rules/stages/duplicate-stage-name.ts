import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { fromsOf } from '../../find/steps.ts';
import { atStep } from '../../find/violation.ts';

export const duplicateStageName: DockerfileRule = {
  id: 'duplicate-stage-name',
  kind: 'misconfiguration',
  title: 'Two stages have one name',
  rationale: 'COPY --from and FROM then mean the last one above them, which a reader does not expect.',
  remediation: 'Give each stage a name of its own.',
  severity: 'high',
  aliases: ['DL3024', 'AVD-DS-0012', 'DS-0012', 'DuplicateStageName'],
  references: ['https://docs.docker.com/reference/build-checks/', 'duplicate-stage-name/'],
  examples: { bad: ['FROM debian:12 AS build\nFROM alpine:3.20 AS build'], good: ['FROM debian:12 AS build\nFROM alpine:3.20 AS run'] },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const seen = new Set<string>();
  for (const { stage, step } of fromsOf(subject)) {
    if (stage.name !== undefined && seen.has(stage.name)) yield atStep(subject, step, `another stage is named ${stage.name}`);
    if (stage.name !== undefined) seen.add(stage.name);
  }
}
