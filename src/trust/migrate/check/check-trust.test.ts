import { describe, expect, it } from 'vitest';
import { fileHolder } from '../inventory/file-holder.ts';
import { scanText } from '../inventory/scan-text.ts';
import { checkTrust } from './check-trust.ts';
import { type DockerClient } from './docker-client.ts';

const at = { before: '2026-11-21T12:00:00Z', lastDay: '2026-12-07T23:59:59Z', end: '2026-12-08T00:00:00Z', later: '2028-03-31T00:00:00Z' };

function docker(version: string, more: Partial<DockerClient> = {}): DockerClient {
  return { product: 'Docker', version, source: 'docker on PATH', ...more };
}

function told(path: string, text: string, client: DockerClient | undefined, now: string): readonly string[] {
  const { findings } = scanText(text, path, fileHolder(path)!);
  return checkTrust(findings, client, new Date(now)).map(
    ({ code, severity, line, daysLeft }) => `${line} ${severity} ${code}${daysLeft === undefined ? '' : ` ${daysLeft}`}`,
  );
}

const on = 'DOCKER_CONTENT_TRUST=1\n';
const hub = 'DOCKER_CONTENT_TRUST_SERVER=https://notary.docker.io\n';

describe('checkTrust', () => {
  it.each<[string, string, DockerClient | undefined, string, readonly string[]]>([
    ['.env', on, docker('28.5.1'), at.before, ['1 ends CONTENT_TRUST_ENDS', '1 ends SERVICE_ENDS 16']],
    ['.env', on, docker('28.5.1'), at.lastDay, ['1 ends CONTENT_TRUST_ENDS', '1 ends SERVICE_ENDS 0']],
    ['.env', on, docker('28.5.1'), at.end, ['1 ends CONTENT_TRUST_ENDS', '1 broken SERVICE_GONE 0']],
    ['.env', on, docker('29.0.0'), at.before, ['1 broken CONTENT_TRUST_IGNORED']],
    ['.env', on, docker('29.0.0-rc.1'), at.end, ['1 broken CONTENT_TRUST_IGNORED']],
    ['.env', on, docker('4.3.1', { product: 'podman' }), at.before, ['1 broken CONTENT_TRUST_IGNORED']],
    ['.env', on, undefined, at.before, ['1 unknown DOCKER_UNKNOWN', '1 ends SERVICE_ENDS 16']],
    ['.env', 'DOCKER_CONTENT_TRUST=0\n', docker('29.0.0'), at.end, []],
    ['.env', `${on}DOCKER_CONTENT_TRUST_SERVER=https://notary.example.com\n`, docker('20.10.24'), at.end, ['1 ends CONTENT_TRUST_ENDS']],
    ['.env', hub, docker('20.10.24'), at.before, ['1 ends SERVICE_ENDS 16']],
    ['.env', hub, docker('20.10.24'), at.end, ['1 broken SERVICE_GONE 0']],
    ['.env', 'DOCKER_CONTENT_TRUST_SERVER=https://my.azurecr.io\n', docker('29.0.0'), at.before, ['1 ends SERVICE_ENDS 495']],
    ['.env', 'DOCKER_CONTENT_TRUST_SERVER=https://my.azurecr.io:443\n', docker('29.0.0'), at.later, ['1 broken SERVICE_GONE 0']],
    ['.env', 'DOCKER_CONTENT_TRUST_SERVER=https://notary.docker.io.example.com\n', docker('28.0.0'), at.later, []],
    ['.env', 'DOCKER_CONTENT_TRUST_SERVER=https://myazurecr.io\n', docker('28.0.0'), at.later, []],
    ['a.sh', 'docker trust sign x', docker('29.1.0', { hasTrustVerbs: false }), at.before, ['1 broken COMMAND_GONE']],
    ['a.sh', 'docker trust sign x', docker('29.1.0', { hasTrustVerbs: true }), at.before, []],
    ['a.sh', 'docker trust sign x', docker('28.0.0'), at.before, []],
    ['a.sh', 'docker pull --disable-content-trust=false x', docker('29.0.0'), at.before, ['1 broken CONTENT_TRUST_IGNORED']],
    ['a.sh', 'az acr config content-trust update --status enabled', undefined, at.later, ['1 broken SERVICE_GONE 0']],
    ['a.sh', 'notary -s https://notary.docker.io list docker.io/org/app', docker('29.0.0'), at.before, ['1 ends SERVICE_ENDS 16']],
    ['a.sh', 'notary list --server="https://Notary.docker.io" docker.io/org/app', undefined, at.end, ['1 broken SERVICE_GONE 0']],
    ['a.sh', 'notary -s https://notary.example.com list docker.io/org/app', docker('29.0.0'), at.end, []],
    ['values.yaml', 'validators:\n- type: notaryv1\n', docker('29.0.0'), at.before, ['2 ends SERVICE_ENDS 16']],
    ['.gitlab-ci.yml', 'image: docker:29\nvariables: {DOCKER_CONTENT_TRUST: 1}\n', docker('28.0.0'), at.before, ['2 broken CONTENT_TRUST_IGNORED']],
    ['.gitlab-ci.yml', 'image: docker:cli\nvariables: {DOCKER_CONTENT_TRUST: 1}\n', docker('28.0.0'), at.before, ['2 broken CONTENT_TRUST_IGNORED']],
    ['.gitlab-ci.yml', 'image: docker:24\nvariables: {DOCKER_CONTENT_TRUST: 1}\n', docker('29.0.0'), at.before, ['2 ends CONTENT_TRUST_ENDS', '2 ends SERVICE_ENDS 16']],
    ['.gitlab-ci.yml', 'image: docker:stable\nvariables: {DOCKER_CONTENT_TRUST: 1}\n', docker('29.0.0'), at.before, ['2 broken CONTENT_TRUST_IGNORED']],
  ])('%s %j with %j at %s', (path, text, client, now, expected) => {
    expect(told(path, text, client, now)).toEqual(expected);
  }); // prettier-ignore

  it('judges each file on its own: a server named in one does not apply to another', () => {
    const findings = ['a.env', 'b.env'].flatMap((path) => scanText(path === 'a.env' ? on : `${on}DOCKER_CONTENT_TRUST_SERVER=https://n.example\n`, path, fileHolder(path)!).findings);
    expect(checkTrust(findings, docker('28.0.0'), new Date(at.before)).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'a.env CONTENT_TRUST_ENDS',
      'a.env SERVICE_ENDS',
      'b.env CONTENT_TRUST_ENDS',
    ]);
  }); // prettier-ignore

  it('says which Docker, what happens and what to do', () => {
    const { findings } = scanText(on, '.env', fileHolder('.env')!);
    expect(checkTrust(findings, docker('29.1.3'), new Date(at.before))).toEqual([
      {
        code: 'CONTENT_TRUST_IGNORED',
        severity: 'broken',
        path: '.env',
        line: 1,
        sets: 'DOCKER_CONTENT_TRUST=1',
        message: 'Docker 29.1.3 (docker on PATH) ignores it: images are pulled and run unverified and pushed unsigned, without a warning',
        action: 'verify with docker pull "$(pratique verify --quiet IMAGE)", sign with pratique sign, then remove it',
      },
    ]);
  });
});
