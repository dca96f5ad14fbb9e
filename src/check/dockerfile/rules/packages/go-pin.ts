import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { installsOf, go } from '../../find/package-manager.ts';
import { isDecided } from '../../find/pins.ts';
import { atCommand, severityIn } from '../../find/violation.ts';

export const goPin: DockerfileRule = {
  id: 'go-pin',
  kind: 'misconfiguration',
  title: 'A program is installed without a version by go',
  rationale: 'Two builds of one Dockerfile can install different versions.',
  remediation: 'Name the version: go install module@version.',
  severity: 'medium',
  aliases: ['DL3062'],
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  examples: {
    bad: ['FROM golang:1.23\nRUN go install example.com/tool@latest'],
    good: ['FROM golang:1.23\nRUN go install example.com/tool@v1.2.3', 'FROM golang:1.23\nRUN go run ./cmd/generate'],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const { subcommand, operands: all, command, stage } of installsOf(subject, go)) {
    const packages = subcommand === 'run' ? all.slice(0, 1) : all;
    for (const { value, isKnown } of packages) {
      if (!isDecided({ value, isKnown }) || /^(?:\.|\/|std$|cmd(?:$|\/)|all$|tool$|~)|\.go$|\.\.\.$/.test(value)) continue;
      const version = value.split('@')[1];
      if (version === undefined || version === 'latest' || version === 'upgrade' || version === 'master' || version === 'main')
        yield atCommand(subject, command, `${value} has no fixed version`, { ...severityIn(stage), key: `go ${value}` });
    }
  }
}
