import { describe, expect, it } from 'vitest';
import { limits } from '../../model/limits.ts';
import { checkDockerfile } from './check-dockerfile.ts';
import { type LintSettings } from './lint-settings.ts';

/** `rule@line` of what is not set aside, by rules that are named. */
function open(text: string, rules: readonly string[], settings: LintSettings = {}): readonly string[] {
  return checkDockerfile(text, 'Dockerfile', settings)
    .findings.filter(({ ruleId, suppression }) => rules.includes(ruleId) && suppression === undefined)
    .map(({ ruleId, locations }) => `${ruleId}@${locations[0]!.line!}`);
}

function setAside(text: string, settings: LintSettings = {}): readonly string[] {
  return checkDockerfile(text, 'Dockerfile', settings).findings.flatMap(({ ruleId, suppression }) =>
    suppression === undefined ? [] : [`${ruleId}: ${suppression.reason} (${suppression.origin})`],
  );
}

describe('a finding', () => {
  it('has its place, its line and the names of its rule', () => {
    const { findings } = checkDockerfile('FROM debian:12\nRUN true && \\\n    cd /app && make\n', 'a/Dockerfile');
    expect(findings.find(({ ruleId }) => ruleId === 'cd')).toMatchObject({
      aliases: ['DL3003', 'AVD-DS-0013', 'DS-0013'],
      severity: 'medium',
      locations: [{ path: 'a/Dockerfile', line: 3, column: 5, endColumn: 12 }],
      excerpt: 'cd /app && make',
    });
  });

  it('keeps its fingerprint when lines move', () => {
    const of = (text: string): string | undefined =>
      checkDockerfile(text, 'Dockerfile').findings.find(({ ruleId }) => ruleId === 'cd')?.fingerprint;
    expect(of('FROM a:1\n\n# moved\nRUN cd /app')).toBe(of('FROM a:1\nRUN cd /app'));
    expect(of('FROM a:1\nRUN cd /app')).not.toBe(of('FROM a:1\nRUN cd /srv'));
  });

  it('shows no secret', () => {
    const { findings } = checkDockerfile('FROM a:1\nENV DB_PASSWORD=hunter2 \\\n  X=y\n', 'Dockerfile');
    expect(findings.some(({ ruleId }) => ruleId === 'secret-in-variable')).toBe(true);
    expect(JSON.stringify(findings.filter(({ ruleId }) => ruleId === 'secret-in-variable'))).not.toContain('hunter2');
  });
});

describe('rules are set aside', () => {
  const run = 'RUN apk add curl';
  it.each([
    ['by hadolint’s comment, with its reason', `# hadolint ignore=DL3018, DL3019 # mirror\n${run}`, 'apk-pin: mirror (Dockerfile:2)'],
    ['by Trivy’s name', `# hadolint ignore=AVD-DS-0025\n${run}`, 'apk-cache: ignored in the file (Dockerfile:2)'],
    ['by BuildKit’s comment', '# check=skip=JSONArgsRecommended // legacy\nCMD a', 'shell-form-command: legacy (Dockerfile:2)'],
    ['for the file', `${run}\n# hadolint global ignore=DL3018\nRUN true`, 'apk-pin: ignored in the file (Dockerfile:3)'],
  ])('%s', (_, text, expected) => {
    expect(setAside(`FROM alpine:3.20\n${text}`)).toContain(expected);
  });

  it('by a directive at the top', () => {
    expect(setAside('# check=skip=all\nFROM alpine\nCMD a').length).toBeGreaterThan(2);
    expect(open('# check=skip=all\nFROM alpine\nCMD a', ['untagged-base', 'shell-form-command'])).toEqual([]);
  });

  it('for a stage', () => {
    const text = `# hadolint stage ignore=DL3018\nFROM alpine:3.20 AS a\n${run}\nFROM alpine:3.20\n${run}`;
    expect(open(text, ['apk-pin'])).toEqual(['apk-pin@5']);
  });

  it('by settings, with where they are', () => {
    expect(setAside(`FROM alpine:3.20\n${run}`, { ignored: new Map([['dl3018', '.hadolint.yaml']]) })).toEqual([
      'apk-pin: ignored (.hadolint.yaml)',
    ]);
  });

  it('only below the comment, and not where comments are not followed', () => {
    const text = `FROM alpine:3.20\n# hadolint ignore=DL3018\n\n${run}`;
    expect(open(text, ['apk-pin'])).toEqual(['apk-pin@4']);
    expect(open(text.replace('\n\n', '\n'), ['apk-pin'])).toEqual([]);
    expect(open(text.replace('\n\n', '\n'), ['apk-pin'], { disablesIgnores: true })).toEqual(['apk-pin@3']);
  });
});

it('gives a rule the severity that the user wants, and lets rules speak that are off', () => {
  const severities = new Map([['dl3018', 'negligible' as const], ['dl1001', 'high' as const]]); // prettier-ignore
  const { findings } = checkDockerfile('FROM alpine:3.20\n# hadolint ignore=DL3019\nRUN apk add a', 'Dockerfile', { severities });
  expect(findings.filter(({ ruleId }) => ruleId === 'apk-pin' || ruleId === 'inline-ignore').map(({ severity }) => severity)).toEqual([
    'high',
    'negligible',
  ]);
});

describe('stages', () => {
  it('that are thrown away are negligible', () => {
    const text = 'FROM alpine:3.20 AS build\nRUN apk add make=1\nFROM scratch\nCOPY --from=build /a /a\nUSER 1\n';
    expect(checkDockerfile(text, 'D').findings.find(({ ruleId }) => ruleId === 'apk-cache')?.severity).toBe('negligible');
  });

  it('inherit SHELL, USER, WORKDIR and variables', () => {
    const text = [
      'FROM debian:12 AS base', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]', 'WORKDIR /app', 'ENV PIP_NO_CACHE_DIR=1', 'USER 10001',
      'FROM base', 'RUN a | b', 'COPY x y', 'RUN pip install a==1', 'FROM debian:12', 'RUN a | b',
    ].join('\n'); // prettier-ignore
    expect(open(text, ['pipefail', 'relative-destination', 'pip-cache', 'root-user'])).toEqual(['root-user@10', 'pipefail@11']);
  });

  it('replace values of ARG and ENV', () => {
    const text = 'ARG TAG=latest\nFROM debian:${TAG}\nARG PORT=70000 OTHER=\nEXPOSE $PORT ${OTHER:-22}\nARG TOOLS="a=1 b"\nRUN apt-get install $TOOLS $UNKNOWN';
    expect(open(text, ['latest-base', 'port-out-of-range', 'admin-port', 'apt-pin'])).toEqual(['latest-base@2', 'admin-port@4', 'port-out-of-range@4', 'apt-pin@6']);
    expect(checkDockerfile(text, 'D').findings.find(({ ruleId }) => ruleId === 'apt-pin')?.message).toBe('b has no version');
  }); // prettier-ignore
});

describe('commands are found', () => {
  it.each([
    ['behind programs that run others', 'RUN sudo -E env A=b apt-get install x', ['sudo@2', 'apt-pin@2']],
    ['in a shell of their own', 'RUN ["/bin/sh", "-ec", "cd /a; apt-get install x"]', ['cd@2', 'apt-pin@2']],
    ['in here-documents', 'RUN <<EOF\nset -e\ncd /a\nEOF', ['cd@4']],
    ['in conditions and loops', 'RUN if true; then for a in b; do cd /c; done; fi', ['cd@2']],
    ['not in text', 'RUN echo "cd /a; sudo x" # apt-get install y', []],
    ['not in the body of a here-document that is data', 'RUN cat <<EOF > /a\ncd /b\nsudo c\nEOF', []],
    ['not in another shell', 'SHELL ["powershell"]\nRUN cd C:\\a; sudo b', []],
  ])('%s', (_, text, expected) => {
    expect(open(`FROM debian:12\n${text}`, ['cd', 'sudo', 'apt-pin'])).toEqual(expected);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['', 'Dockerfile:1: the file has no instructions; expected FROM'],
    ['FROM a\nFOO bar', 'Dockerfile:2: unknown instruction "FOO"; expected FROM, RUN, COPY or another instruction'],
    ['FROM a\nCOPY b', 'Dockerfile:2: COPY has one argument; expected a source and a destination'],
    ['FROM a\nCOPY b <<EOF\nEOF', 'Dockerfile:2: COPY has a here-document as its destination; expected a path'],
    ['FROM a b', 'Dockerfile:1: FROM has 2 arguments; expected FROM image or FROM image AS name'],
    ['FROM a AS 1b', 'Dockerfile:1: "1b" is not a stage name; expected a letter, then letters, digits, - _ or .'],
    ['FROM a\nRUN <<EOF\nb', 'Dockerfile:2: the here-document is not ended; expected a line "EOF"'],
    ['FROM a\nONBUILD ONBUILD RUN b', 'Dockerfile:2: ONBUILD holds another ONBUILD; expected an instruction for the child build'],
    ['FROM a\nENV b', 'Dockerfile:2: ENV has no value; expected ENV key=value'],
    ['FROM a\nENV b=c d', 'Dockerfile:2: ENV: no = in "d"; expected key=value'],
    ['FROM a\nHEALTHCHECK --interval=x CMD b', 'Dockerfile:2: --interval=x is not a duration; expected one such as 30s'],
    ['FROM a\nCMD ["a", 1]', 'Dockerfile:2: the JSON array holds something other than strings; expected strings only'],
    ['# escape=x\nFROM a', 'Dockerfile:1: the escape character is "x"; expected \\ or `'],
    ['FROM a\nRUN if true', 'Dockerfile:2: the command of RUN cannot be read as shell: '],
  ])('%j is an issue', (text, message) => {
    const { issues } = checkDockerfile(text, 'Dockerfile');
    expect(issues[0]?.code).toBe('DOCKERFILE_INVALID');
    expect(issues[0]?.message.startsWith(message)).toBe(true);
  });

  it('keeps nothing else from being checked', () => {
    expect(open('FROM a\nFOO bar\nRUN sudo b', ['sudo', 'untagged-base'])).toEqual(['untagged-base@1', 'sudo@3']);
  });
});

describe('bounds', () => {
  it('a rule lists so many places, and says that there are more', () => {
    const at = (count: number) => checkDockerfile(`FROM a:1\n${'RUN sudo b\n'.repeat(count)}`, 'Dockerfile');
    expect(at(limits.ruleViolations).issues).toEqual([]);
    const { findings, issues } = at(limits.ruleViolations + 1);
    expect(findings.filter(({ ruleId }) => ruleId === 'sudo').length).toBe(limits.ruleViolations);
    expect(issues.map(({ code }) => code)).toContain('RULE_CUT');
  });

  it('problems of syntax are listed up to a number', () => {
    const at = (count: number) => checkDockerfile(`FROM a:1\n${'FOO\n'.repeat(count)}`, 'Dockerfile').issues;
    expect(at(limits.syntaxFaults).length).toBe(limits.syntaxFaults);
    expect(at(limits.syntaxFaults + 2).at(-1)?.message).toBe('Dockerfile: 2 more lines cannot be read');
  });

  it.each([
    ['characters', (over: number) => `RUN echo ${'a'.repeat(limits.shellCharacters - 'echo '.length + over)}`],
    ['commands', (over: number) => `RUN ${'a;'.repeat(limits.shellCommands - 1 + over)}`],
    ['here-documents', (over: number) => `RUN echo "${'<<'.repeat(limits.shellHeredocs + over)}"`],
  ])('a RUN is read as shell up to a number of %s', (_, text) => {
    const faults = (over: number) => checkDockerfile(`FROM a:1\n${text(over)}`, 'Dockerfile').issues.length;
    expect([faults(0), faults(1)]).toEqual([0, 1]);
  });

  it.each([
    ['100,000 stages in a chain', `FROM a:1 AS s0\n${Array.from({ length: 100_000 }, (_, at) => `FROM s${at} AS s${at + 1}`).join('\n')}`],
    ['a line of a megabyte', `FROM a:1\nENV ${'a=$b '.repeat(200_000)}`],
    ['blanks before something else', `FROM a:1${' '.repeat(1_000_000)}\\ b`],
    ['braces that stay open', `FROM a:1\nENV a=${'${b'.repeat(300_000)}`],
    ['here-documents without an end', `FROM a:1\n${'RUN <<A <<B\n'.repeat(50_000)}`],
    ['comments that hold for many lines', `FROM a:1\n${'# hadolint ignore=A\n'.repeat(50_000)}RUN ${'a \\\n'.repeat(50_000)}b`],
  ])('%s end', (_, text) => {
    expect(checkDockerfile(text, 'Dockerfile').findings.length).toBeGreaterThan(0);
  });
});
