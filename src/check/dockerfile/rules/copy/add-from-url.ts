import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { stepsOf } from '../../find/steps.ts';
import { atStep, severityIn } from '../../find/violation.ts';
import { hasFlag } from '../../syntax/dockerfile.ts';

export const addFromUrl: DockerfileRule = {
  id: 'add-from-url',
  kind: 'misconfiguration',
  title: 'ADD fetches a file without checking it',
  rationale: 'Whoever controls the server or the way to it decides what is in the image.',
  remediation: 'Give the digest: ADD --checksum=sha256:… URL.',
  severity: 'low',
  aliases: ['CIS-4.9'],
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  examples: {
    bad: ['FROM debian:12\nADD https://example.org/tool.tar.gz /tmp/'],
    good: [
      'FROM debian:12\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool.tar.gz /tmp/',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { stage, step } of stepsOf(subject, 'ADD')) {
    if (hasFlag(step.instruction, 'checksum')) continue;
    const [address] = step.instruction.values
      .slice(0, -1)
      .filter(({ text }) => /^["']?https?:\/\//i.test(text) && !/\.git(?:#|$)/.test(text));
    if (address !== undefined) yield atStep(subject, step, `${address.text} is not checked against a digest`, severityIn(stage));
  }
}
