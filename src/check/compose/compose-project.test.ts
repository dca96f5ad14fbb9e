import { describe, expect, it } from 'vitest';
import { checkCompose } from './check-compose.ts';

/** Findings as `file:line rule`, of the rules asked for, and what could not be read. */
function check(
  files: Readonly<Record<string, string>>,
  ...rules: readonly string[]
): { readonly findings: readonly string[]; readonly issues: readonly string[] } {
  const { findings, issues } = checkCompose('app/compose.yaml', files['app/compose.yaml']!, (path) => files[path]);
  return {
    findings: findings
      .filter(({ ruleId }) => rules.includes(ruleId))
      .map(({ ruleId, locations: [at] }) => `${at!.path}:${at!.line} ${ruleId}`),
    issues: issues.map(({ message }) => message),
  };
}

describe('a Compose project', () => {
  it('places findings of anchors and merge keys where they are written', () => {
    const text = `x-base: &base
  privileged: true
services:
  a:
    <<: *base
    image: a:1
  b:
    <<: [*base]
    image: b:1
    privileged: false
`;
    expect(check({ 'app/compose.yaml': text }, 'privileged')).toEqual({ findings: ['app/compose.yaml:2 privileged'], issues: [] });
  });

  it('follows extends into other files, with what is said later over what is said before', () => {
    const files = {
      'app/compose.yaml':
        'services:\n  a:\n    extends: {file: ../base/common.yaml, service: web}\n    pid: "service:b"\n    cap_add: [SYS_TIME]\n',
      'app/../base/common.yaml':
        'services:\n  web:\n    extends: root\n    image: a:1\n    pid: host\n  root:\n    cap_add:\n      - SYS_ADMIN\n',
    };
    expect(check(files, 'host-pid', 'added-capability')).toEqual({
      findings: ['app/../base/common.yaml:8 added-capability', 'app/compose.yaml:5 added-capability'],
      issues: [],
    });
  });

  it('reads what is included, once for a circle', () => {
    const files = {
      'app/compose.yaml': 'include:\n  - db/compose.yaml\n  - path: [mail.yaml]\nservices: {}\n',
      'app/db/compose.yaml': 'include: [../compose.yaml]\nservices:\n  db: {image: "db:1", privileged: true}\n',
      'app/mail.yaml': 'services:\n  mail:\n    image: m:1\n    privileged: true\n',
      'app/db/../compose.yaml': 'services: {}\n',
    };
    expect(check(files, 'privileged')).toEqual({
      findings: ['app/db/compose.yaml:3 privileged', 'app/mail.yaml:4 privileged'],
      issues: [],
    });
  });

  it('fills in variables from .env and their defaults, and leaves open what only the start knows', () => {
    const files = {
      'app/.env': 'MODE=host\nexport QUOTED="/etc"\n',
      'app/compose.yaml':
        'services:\n  a:\n    image: "a:${TAG}"\n    network_mode: ${MODE}\n    pid: ${PID_MODE:-host}\n    ipc: ${IPC_MODE}\n    volumes: ["${QUOTED}:/x"]\n',
    };
    expect(check(files, 'host-network', 'host-pid', 'host-ipc', 'host-mount', 'latest-image').findings).toEqual([
      'app/compose.yaml:7 host-mount',
      'app/compose.yaml:4 host-network',
      'app/compose.yaml:5 host-pid',
    ]);
  });

  it('says what it could not read, and judges the rest', () => {
    const text = `include: [gone.yaml, "https://example.org/compose.yaml"]
services:
  a:
    image: a:1
    privileged: true
    env_file: [a.env, {path: b.env, required: false}]
  b:
    extends: {service: none}
  c:
    extends: c
`;
    expect(check({ 'app/compose.yaml': text }, 'privileged')).toEqual({
      findings: ['app/compose.yaml:5 privileged'],
      issues: [
        'line 1: app/gone.yaml, named by include, cannot be read',
        'app/compose.yaml: https://example.org/compose.yaml is remote and was not read',
        'line 8: service none, named by extends, cannot be read',
        'line 10: c extends itself through c',
        'line 6: app/a.env, named by env_file, cannot be read',
      ],
    });
  });

  it('gives the line of what is no YAML', () => {
    expect(check({ 'app/compose.yaml': 'services:\n  a: [\n' }).issues).toEqual([expect.stringMatching(/^line \d: /)]);
  });

  it('honours !reset and !override of a merge', () => {
    const text =
      'services:\n  base: {image: "a:1", privileged: true, cap_add: [SYS_TIME]}\n  a:\n    extends: base\n    privileged: !reset null\n    cap_add: !override [NET_BIND_SERVICE]\n';
    expect(check({ 'app/compose.yaml': text }, 'privileged', 'added-capability').findings).toEqual([
      'app/compose.yaml:2 added-capability',
      'app/compose.yaml:2 privileged',
    ]);
  });

  it('stays within bounds of an alias bomb', () => {
    const levels = Array.from({ length: 30 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(10)}]`);
    const text = `l0: &l0 [x]\n${levels.join('\n')}\nservices:\n  a: {image: "a:1", cap_add: *l30, privileged: true}\n`;
    expect(check({ 'app/compose.yaml': text }, 'privileged').findings).toHaveLength(1);
  });
});

it('finds files with secrets that Git keeps', () => {
  const text =
    'services:\n  a:\n    image: a:1\n    env_file: [a.env, b.env, c.env]\n    secrets: [s]\nsecrets:\n  s:\n    file: ./s.txt\n';
  const files: Readonly<Record<string, string>> = { 'app/a.env': 'DB_PASSWORD=Tq9vL2mxR7w4Kd\n', 'app/b.env': 'PORT=80\n', 'app/c.env': 'DB_PASSWORD=Tq9vL2mxR7w4Kd\n' }; // prettier-ignore
  const tracked = ['app/a.env', 'app/b.env', 'app/s.txt'];
  const { findings } = checkCompose('app/compose.yaml', text, (path) => files[path], (path) => tracked.includes(path)); // prettier-ignore
  expect(
    findings.filter(({ ruleId }) => ruleId === 'secret-in-git').map(({ message, locations: [at] }) => `${at!.line} ${message}`),
  ).toEqual(['4 Git keeps app/a.env, which has DB_PASSWORD', '8 Git keeps app/s.txt, which is a secret']);
});
