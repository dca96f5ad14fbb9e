import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { atStep } from '../../find/violation.ts';
import { flagValue } from '../../syntax/dockerfile.ts';

export const copyFromUnknown: DockerfileRule = {
  id: 'copy-from-unknown',
  kind: 'misconfiguration',
  title: 'COPY --from names no stage above it',
  rationale: 'The builder takes the name for an image on Docker Hub, which is another one or none.',
  remediation: 'Name a stage above, or an image with its tag.',
  severity: 'medium',
  aliases: ['DL3022'],
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  examples: {
    bad: ['FROM scratch\nCOPY --from=build /a /a'],
    good: ['FROM golang:1.23 AS build\nFROM scratch\nCOPY --from=build /a /a', 'FROM scratch\nCOPY --from=alpine:3.20 /a /a'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  const known = new Set<string>();
  for (const stage of subject.build.stages) {
    for (const step of stage.steps) {
      const from = step.keyword === 'COPY' ? flagValue(step.instruction, 'from') : undefined;
      if (from === undefined || /[$:/@]/.test(from) || known.has(from.toLowerCase()) || from.toLowerCase() === stage.name) continue;
      const isNumber = /^\d+$/.test(from);
      if (isNumber && (Number(from) < stage.index || (stage.from !== undefined && Number(from) === stage.index))) continue;
      yield atStep(subject, step, `no stage above is ${isNumber ? 'number ' : 'named '}${from}`);
    }
    if (stage.name !== undefined) known.add(stage.name);
  }
}
