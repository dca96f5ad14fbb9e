import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => void (sandbox = makeSandbox()));
afterEach(() => sandbox.dispose());

const dockerfile = 'FROM alpine:3.20\nRUN apk add curl=8.9.1-r1\nHEALTHCHECK NONE\nUSER 10001\n';

function write(name: string, text: string): void {
  writeFileSync(join(sandbox.work, name), text);
}

function lint(args: readonly string[], options: Parameters<typeof runPratique>[2] = {}): Ended {
  return runPratique(['lint', ...args], sandbox, { ...options, env: { NO_COLOR: '1', ...options.env } });
}

function rulesOf({ stdout }: Ended): readonly string[] {
  const { reports } = JSON.parse(stdout) as {
    reports: { findings: { ruleId: string; severity: string; suppression?: { origin: string } }[] }[];
  };
  const found = reports.flatMap(({ findings }) =>
    findings.map(
      ({ ruleId, severity, suppression }) => `${severity} ${ruleId}${suppression === undefined ? '' : ` (${suppression.origin})`}`,
    ),
  );
  return found.sort();
}

describe('pratique lint', () => {
  it('checks Dockerfile in the working directory, and shows the line and what to do', () => {
    write('Dockerfile', dockerfile);
    const { exitCode, stdout } = lint([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`
    apk-cache      low         --no-cache is missing
      Dockerfile:2
        RUN apk add curl=8.9.1-r1
      → Use apk add --no-cache.`);
  });

  it.each([
    ['medium and above by default', [], 0],
    ['low and above', ['-t', 'info'], 1],
    ['low and above, by another exit code', ['--failure-threshold=info', '--exit-code=7'], 7],
    ['all', ['-t', 'style'], 1],
    ['high and above', ['-t', 'error'], 0],
    ['nothing', ['-t', 'info', '--no-fail'], 0],
    ['nothing of another severity', ['-t', 'style', '--severity', 'HIGH'], 0],
    ['what a rule was raised to', ['--error', 'DL3019'], 1],
    ['not what is set aside', ['-t', 'info', '--ignore', 'DS-0025'], 0],
  ] as const)('fails on %s', (_, args, expected) => {
    write('Dockerfile', dockerfile);
    expect(lint(args).exitCode).toBe(expected);
  });

  it('reads standard input, directories and several files, and writes every format', () => {
    mkdirSync(join(sandbox.work, 'a'));
    write('a/Dockerfile', dockerfile);
    write('b', 'FROM scratch\nUSER 1\nHEALTHCHECK NONE\n');
    expect(rulesOf(lint(['-', '-f', 'json', '--file-path-in-report', 'x'], { input: dockerfile }))).toEqual([
      'low apk-cache',
      'negligible unpinned-base',
    ]);
    const { exitCode, stdout } = lint(['a', 'b', 'gone', '-o', 'sarif=out.sarif']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('NOT SCANNED');
    expect(readFileSync(join(sandbox.work, 'out.sarif'), 'utf8')).toContain('"startLine":2');
  });

  it('follows the configuration of hadolint, its variables and the ignore file', () => {
    write('Dockerfile', 'FROM other.example/a:1\nRUN apk add a=1 && cd /b\nHEALTHCHECK NONE\nUSER 1\n');
    write(
      '.hadolint.yaml',
      'ignored: [DL3019]\noverride: { info: [DL3003] }\ntrustedRegistries: ["*.trusted.example"]\nfailure-threshold: error\n',
    );
    write('.trivyignore', 'DL3026\n');
    const found = lint(['-f', 'json', '-s', 'HIGH,LOW'], { env: { HADOLINT_FAILURE_THRESHOLD: 'info' } });
    expect(rulesOf(found)).toEqual(['high untrusted-registry (.trivyignore:1)', 'low apk-cache (.hadolint.yaml)', 'low cd']);
    expect(found.exitCode).toBe(1);
    expect(lint([], {}).exitCode).toBe(0);
  });

  it.each([
    ['failure-threshold: loud', 'failure threshold'],
    ['ignored: {a: b}', '.hadolint.yaml:1:10'],
    ['ignore: [DL3000]', 'has no setting "ignore"'],
    ['label-schema: {a: colour}', 'not a type of a label'],
  ])('refuses a configuration with %s', (text, message) => {
    write('Dockerfile', dockerfile);
    write('.hadolint.yaml', text);
    const { exitCode, stderr } = lint([]);
    expect([exitCode, stderr.includes(message) ? message : stderr]).toEqual([2, message]);
  });

  it('is incomplete where the builder would refuse a line', () => {
    write('Dockerfile', `${dockerfile}FOO bar\n`);
    const { exitCode, stdout } = lint([]);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('INCOMPLETE');
    expect(lint(['--allow-incomplete=DOCKERFILE_INVALID']).exitCode).toBe(0);
  });
});

const hasHelm = spawnSync('helm', ['version'], { stdio: 'ignore' }).status === 0;

describe('a Helm chart', () => {
  const template =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}"}\nspec:\n  hostNetwork: {{ .Values.host }}\n  containers: [{name: a, image: b:1}]\n';
  beforeEach(() => {
    mkdirSync(join(sandbox.work, 'web/templates'), { recursive: true });
    write('web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 0.1.0\n');
    write('web/values.yaml', 'host: true\n');
    write('web/templates/pod.yaml', template);
  }); // prettier-ignore

  it('is not checked where helm is not installed', () => {
    const { exitCode, stdout } = lint(['web'], { env: { PATH: sandbox.work } });
    expect(exitCode).toBe(4);
    expect(stdout).toContain('helm is not installed, so that the chart was not checked');
  });

  it('is not checked by one of its templates', () => {
    const { exitCode, stdout } = lint(['web/templates/pod.yaml']);
    expect(exitCode).toBe(4);
    expect(stdout).toContain('web/templates/pod.yaml is a template of a Helm chart, which was not rendered');
  });

  it.skipIf(!hasHelm)('is rendered by helm with its own values', () => {
    const { exitCode, stdout } = lint(['web']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('host-network');
    write('web/templates/pod.yaml', template.replace('.Values.host', 'required "no host" .Values.nothing'));
    const failed = lint(['web']);
    expect(failed.exitCode).toBe(4);
    expect(failed.stdout).toContain('helm template failed: Error: execution error');
  });
});

describe('a directory', () => {
  it('without a Dockerfile is read for its Compose file', () => {
    expect(lint(['.'])).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining('. has no Dockerfile, no Compose file and no Helm chart'),
    });
    write('compose.yaml', 'services: {a: {image: "b:1", privileged: true}}\n');
    expect(lint(['.'])).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('privileged') });
    const scan = runPratique(['scan', '--scanners', 'misconfig', '.'], sandbox);
    expect(scan).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('try: check its build files: pratique lint FILE') });
  });
});

describe('--fix and --diff', () => {
  it('show and make the same changes, and keep the rest of the file', () => {
    const text = '# keep  me\r\nFROM alpine:3.20\r\nRUN apk add \\\r\n\tcurl=8.9.1-r1\r\nHEALTHCHECK NONE\r\nUSER 10001\r\n';
    write('Dockerfile', text);
    const diff = lint(['--diff']);
    expect(diff.stdout).toContain('-RUN apk add \\\n+RUN apk add --no-cache \\\n');
    expect(readFileSync(join(sandbox.work, 'Dockerfile'), 'utf8')).toBe(text);
    expect(lint(['--fix', '-t', 'info']).exitCode).toBe(0);
    expect(readFileSync(join(sandbox.work, 'Dockerfile'), 'utf8')).toBe(text.replace('apk add', 'apk add --no-cache'));
    expect(lint(['--diff'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('refuse standard input and each other', () => {
    expect(lint(['--fix', '-'], { input: dockerfile }).exitCode).toBe(2);
    expect(lint(['--fix', '--diff']).exitCode).toBe(2);
  });
});
