import { type Violation } from '../../../../model/rule.ts';
import { type DockerfileRule, type DockerfileSubject } from '../../dockerfile-rule.ts';
import { installsOf, apt, apk, yum, dnf, zypper } from '../../find/package-manager.ts';
import { atCommand } from '../../find/violation.ts';

export const buildTools: DockerfileRule = {
  id: 'build-tools',
  kind: 'misconfiguration',
  title: 'Build tools stay in the final image',
  rationale: 'Compilers and headers help an attacker, carry vulnerabilities of their own and are not needed to run the program.',
  remediation: 'Build in a stage of its own and copy the result: COPY --from=build.',
  severity: 'low',
  aliases: ['CIS-4.3', 'CIS-DI-0003'],
  references: ['https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds'],
  examples: {
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential'],
    good: [
      'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends build-essential\nFROM debian:12\nCOPY --from=build /app /app',
      'FROM alpine:3.20\nRUN apk add --no-cache --virtual .build gcc && make && apk del .build',
    ],
  },
  check,
};

function* check(subject: DockerfileSubject): Iterable<Violation> {
  for (const manager of [apt, apk, yum, dnf, zypper])
    for (const { stage, operands: packages, command, later } of installsOf(subject, manager)) {
      const tools = packages.filter(({ value }) => toolPattern.test(value)).map(({ value }) => value);
      const isRemoved = later.some(
        ({ name, words }) => name === command.name && words.some(({ value }) => /^(?:del|remove|purge|erase|autoremove|rm)$/.test(value)),
      );
      if (stage.isInFinalImage && tools.length > 0 && !isRemoved)
        yield atCommand(subject, command, `${tools.join(', ')} ${tools.length === 1 ? 'stays' : 'stay'} in the final image`);
    }
}

const toolPattern =
  /^(?:build-essential|build-base|alpine-sdk|gcc(?:-\d+)?|g\+\+|gcc-c\+\+|clang(?:-\d+)?|make|cmake|autoconf|automake|base-devel|rust|cargo|golang(?:-go)?)(?:[=~<>].*)?$/;
