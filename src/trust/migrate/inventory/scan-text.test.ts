import { describe, expect, it } from 'vitest';
import { fileHolder } from './file-holder.ts';
import { scanText } from './scan-text.ts';

/** `line kind state sets`, with the server or Docker's tag where there is one. */
function told(path: string, text: string): readonly string[] {
  const holder = fileHolder(path);
  if (holder === undefined) return ['not looked at'];
  return scanText(text, path, holder).findings.map(({ line, kind, state, sets, server }) =>
    [line, kind, ...(state === undefined ? [] : [state]), sets, ...(server === undefined ? [] : [`→ ${server}`])].join(' '),
  );
}

/** The line-based forms: one row, one way of writing it. */
describe('lines', () => {
  it.each([
    ['a.sh', 'export DOCKER_CONTENT_TRUST=1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.sh', 'DOCKER_CONTENT_TRUST=1 docker pull alpine', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.sh', 'export DOCKER_CONTENT_TRUST="yes"', ['1 switch on DOCKER_CONTENT_TRUST=yes']],
    ['a.sh', 'export DOCKER_CONTENT_TRUST=', ['1 switch off DOCKER_CONTENT_TRUST=']],
    ['a.sh', 'DOCKER_CONTENT_TRUST=false; true', ['1 switch off DOCKER_CONTENT_TRUST=false']],
    ['a.sh', 'export DOCKER_CONTENT_TRUST=$TRUST', ['1 switch unknown DOCKER_CONTENT_TRUST=$TRUST']],
    ['a.sh', 'unset DOCKER_CONTENT_TRUST', ['1 switch off unset DOCKER_CONTENT_TRUST']],
    ['a.sh', 'export DOCKER_CONTENT_TRUST', ['1 switch unknown DOCKER_CONTENT_TRUST']],
    ['a.sh', '# export DOCKER_CONTENT_TRUST=1', []],
    ['a.sh', 'if [ "$DOCKER_CONTENT_TRUST" = 1 ]; then', []],
    ['a.sh', 'echo "${DOCKER_CONTENT_TRUST}"', []],
    ['a.sh', 'echo "${DOCKER_CONTENT_TRUST:-0}"', []],
    ['a.sh', 'export MY_DOCKER_CONTENT_TRUST=1', []],
    ['a.sh', 'docker run -e DOCKER_CONTENT_TRUST=1 x', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.sh', 'docker run -e DOCKER_CONTENT_TRUST x', ['1 switch unknown DOCKER_CONTENT_TRUST']],
    ['config.fish', 'set -gx DOCKER_CONTENT_TRUST 1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a/config.fish', 'set -e DOCKER_CONTENT_TRUST', ['1 switch off unset DOCKER_CONTENT_TRUST']],
    ['.cshrc', 'setenv DOCKER_CONTENT_TRUST 1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.ps1', '$env:DOCKER_CONTENT_TRUST = "1"', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.ps1', '[Environment]::SetEnvironmentVariable("DOCKER_CONTENT_TRUST", "1", "User")', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.bat', 'set DOCKER_CONTENT_TRUST=1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['a.py', "os.environ['DOCKER_CONTENT_TRUST'] = '1'", ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Makefile', 'export DOCKER_CONTENT_TRUST := 1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Dockerfile', 'ENV DOCKER_CONTENT_TRUST 1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Dockerfile', 'ENV A=b DOCKER_CONTENT_TRUST=1 C=d', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Dockerfile', 'ARG DOCKER_CONTENT_TRUST', ['1 switch unknown DOCKER_CONTENT_TRUST']],
    ['.env', 'DOCKER_CONTENT_TRUST=1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['docker.service', '[Service]\nEnvironment="DOCKER_CONTENT_TRUST=1" A=b', ['2 switch on DOCKER_CONTENT_TRUST=1']],
    ['x.service.d/trust.conf', 'Environment=DOCKER_CONTENT_TRUST=1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['x.service', 'PassEnvironment=A DOCKER_CONTENT_TRUST', ['1 switch unknown DOCKER_CONTENT_TRUST']],
    ['etc/environment', 'DOCKER_CONTENT_TRUST=1', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Jenkinsfile', "  environment {\n    DOCKER_CONTENT_TRUST = '1'\n  }", ['2 switch on DOCKER_CONTENT_TRUST=1']],
    ['Jenkinsfile', "withEnv(['DOCKER_CONTENT_TRUST=1']) {", ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Jenkinsfile', "env.DOCKER_CONTENT_TRUST = '1'", ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['Jenkinsfile', "if (env.DOCKER_CONTENT_TRUST == '1') {", []],
    ['a.sh', 'export DOCKER_CONTENT_TRUST_SERVER=https://notary.example.com:4443/', ['1 server DOCKER_CONTENT_TRUST_SERVER=https://notary.example.com:4443/ → notary.example.com:4443']],
    ['a.sh', 'export DOCKER_CONTENT_TRUST_SERVER=https://u:hunter2@notary.docker.io', ['1 server DOCKER_CONTENT_TRUST_SERVER=https://notary.docker.io → notary.docker.io']],
    ['a.sh', 'docker trust sign registry/app:1 && docker trust key load k.pem', ['1 command docker trust sign', '1 command docker trust key load']],
    ['a.sh', 'RUN sudo docker trust revoke app', ['1 command docker trust revoke']],
    ['a.sh', 'notary -s https://n -d ~/.docker/trust addhash x v1 10 --sha256 ab', ['1 command notary addhash → n']],
    ['a.sh', 'echo see the notary list for details', []],
    ['a.sh', 'docker pull --disable-content-trust=false alpine', ['1 switch on --disable-content-trust=false']],
    ['a.sh', 'docker push --disable-content-trust app', ['1 switch off --disable-content-trust=true']],
    ['a.sh', 'az acr config content-trust update --registry r --status enabled', ['1 registry setting on az acr config content-trust update → azurecr.io']],
    ['a.sh', './install.sh --with-notary --with-trivy', ['1 notary server on --with-notary']],
    ['a.tf', 'resource "x" "y" {\n  trust_policy {\n    enabled = true\n  }\n}', ['2 registry setting on trust_policy { enabled = true } → azurecr.io']],
    ['a.tf', '  trust_policy_enabled = true', ['1 registry setting on trust_policy_enabled = true → azurecr.io']],
    ['a.tf', '  trust_policy {\n    enabled = false\n  }', []],
    ['a.tf', '  enable_content_trust = true', ['1 registry setting on enable_content_trust = true']],
    ['a.bicep', "trustPolicy: {\n  type: 'Notary'\n  status: 'enabled'\n}", ["1 registry setting on trustPolicy: { status: 'enabled' } → azurecr.io"]],
    ['mke.toml', '[trust_configuration]\n  require_content_trust = true', ['2 admission policy on require_content_trust = true']],
    ['Dockerfile', 'FROM docker:29-cli\nENV DOCKER_CONTENT_TRUST=1', ['1 docker client docker:29-cli', '2 switch on DOCKER_CONTENT_TRUST=1']],
    ['Dockerfile', 'FROM docker:29-cli', []],
    ['readme.md', 'export DOCKER_CONTENT_TRUST=1', ['not looked at']],
  ])('%s: %s', (path, text, expected) => {
    expect(told(path, text)).toEqual(expected);
  });
}); // prettier-ignore

describe('YAML and JSON', () => {
  it.each([
    ['GitHub', '.github/workflows/ci.yml', 'env:\n  DOCKER_CONTENT_TRUST: 1\njobs:\n  a:\n    container: docker:29\n    steps:\n      - run: |\n          set -e\n          docker trust sign app:1\n', ['2 switch on DOCKER_CONTENT_TRUST=1', '5 docker client docker:29', '9 command docker trust sign']],
    ['GitHub secret', '.github/workflows/ci.yml', 'env:\n  DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: ${{ secrets.ROOT }}\n', ['2 passphrase DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE=(from elsewhere)']],
    ['GitHub action', '.github/workflows/ci.yml', 'steps:\n  - uses: sudo-bot/action-docker-sign@v2\n    with: { notary: x }\n', ['2 command uses: sudo-bot/action-docker-sign@v2']],
    ['GitHub variable', '.github/workflows/ci.yml', 'env: {DOCKER_CONTENT_TRUST: "${{ vars.DCT }}"}\n', ['1 switch unknown DOCKER_CONTENT_TRUST=${{ vars.DCT }}']],
    ['GitLab', '.gitlab-ci.yml', 'image: docker:28.2\nvariables:\n  DOCKER_CONTENT_TRUST:\n    value: "1"\n    description: trust\n', ['1 docker client docker:28.2', '3 switch on DOCKER_CONTENT_TRUST=1']],
    ['Circle', '.circleci/config.yml', 'jobs:\n  b:\n    environment:\n      DOCKER_CONTENT_TRUST: true\n', ['4 switch on DOCKER_CONTENT_TRUST=true']],
    ['Azure list', 'azure-pipelines.yml', 'variables:\n- name: DOCKER_CONTENT_TRUST\n  value: 0\n', ['2 switch off DOCKER_CONTENT_TRUST=0']],
    ['Bitbucket', 'bitbucket-pipelines.yml', 'pipelines:\n  default:\n    - step:\n        script:\n          - export DOCKER_CONTENT_TRUST=1\n', ['5 switch on DOCKER_CONTENT_TRUST=1']],
    ['Drone', '.drone.yml', 'steps:\n- environment:\n    DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE:\n      from_secret: pass\n', ['3 passphrase DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE=(from elsewhere)']],
    ['Travis', '.travis.yml', 'env:\n  global:\n    - DOCKER_CONTENT_TRUST=1 OTHER=2\n', ['3 switch on DOCKER_CONTENT_TRUST=1']],
    ['Compose map', 'compose.yaml', 'services:\n  a:\n    environment:\n      DOCKER_CONTENT_TRUST:\n', ['4 switch unknown DOCKER_CONTENT_TRUST']],
    ['Compose list', 'docker-compose.yml', 'services:\n  n:\n    image: docker.io/library/notary:server-0.6.1\n    environment:\n      - "DOCKER_CONTENT_TRUST=1"\n', ['3 notary server on docker.io/library/notary:server-0.6.1', '5 switch on DOCKER_CONTENT_TRUST=1']],
    ['Kubernetes', 'deploy.yaml', 'kind: Pod\nspec:\n  containers:\n  - env:\n    - name: DOCKER_CONTENT_TRUST_SERVER\n      value: https://n.example\n    - name: DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE\n      valueFrom: {secretKeyRef: {name: a, key: b}}\n', ['5 server DOCKER_CONTENT_TRUST_SERVER=https://n.example → n.example', '7 passphrase DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE=(from elsewhere)']],
    ['Connaisseur', 'values.yaml', 'application:\n  validators:\n  - name: hub\n    type: notaryv1\n    trustRoots: []\n  - name: s\n    type: notaryv1\n    host: notary.example.com\n', ['4 admission policy on Connaisseur validator hub, type notaryv1 → notary.docker.io', '7 admission policy on Connaisseur validator s, type notaryv1 → notary.example.com']],
    ['old Connaisseur', 'values.yaml', 'notaries:\n- name: default\n  host: notary.docker.io\n', ['2 admission policy on Connaisseur notary default → notary.docker.io']],
    ['Portieris', 'policy.yaml', 'apiVersion: portieris.cloud.ibm.com/v1\nkind: ClusterImagePolicy\nspec:\n  repositories:\n  - name: "*"\n    policy: {}\n  - name: de.icr.io/*\n    policy:\n      trust:\n        enabled: true\n        trustServer: "https://notary.example:4443"\n', ['10 admission policy on ClusterImagePolicy for de.icr.io/*: trust.enabled true → notary.example:4443']],
    ['ARM', 'registry.json', '{\n  "properties": {\n    "policies": {\n      "trustPolicy": { "type": "Notary", "status": "enabled" }\n    }\n  }\n}\n', ['4 registry setting on trustPolicy.status: enabled → azurecr.io']],
    ['Harbor project', 'project.json', '{"metadata": {"enable_content_trust": "true"}}', ['1 registry setting on enable_content_trust: true']],
    ['Harbor chart', 'values.yaml', 'notary:\n  enabled: true\n', ['2 notary server on notary.enabled: true']],
    ['engine', 'etc/docker/daemon.json', '{"content-trust": {"mode": "enforced"}}', ['1 admission policy on content-trust.mode: enforced']],
    ['server', 'server.json', '{"trust_service": {"type": "remote"}, "storage": {"backend": "mysql"}}', ['1 notary server on trust_service.type: remote']],
    ['client', '.notary/config.json', '{"remote_server": {"url": "https://notary.example:4443"}}', ['1 server remote_server.url: notary.example:4443 → notary.example:4443']],
    ['alias bombs', 'a.yaml', 'a: &a [DOCKER_CONTENT_TRUST=1]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n', ['1 switch on DOCKER_CONTENT_TRUST=1']],
    ['several documents', 'a.yaml', 'a: 1\n---\nenv: {DOCKER_CONTENT_TRUST: 1}\n', ['3 switch on DOCKER_CONTENT_TRUST=1']],
    ['names only', 'a.yaml', 'notary: someone\ntype: notation\n', []],
  ])('%s', (_, path, text, expected) => {
    expect(told(path, text)).toEqual(expected);
  });
}); // prettier-ignore

describe('what a passphrase is', () => {
  const passphrase = 'hunter2-hunter2';
  it.each([
    ['a.sh', `export DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE=${passphrase}`],
    ['a.sh', `export NOTARY_TARGETS_PASSPHRASE="${passphrase}" NOTARY_AUTH='${passphrase}'`],
    ['a.yaml', `env:\n  DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: "${passphrase}"\n`],
    ['a.yaml', `env:\n- name: NOTARY_ROOT_PASSPHRASE\n  value: ${passphrase}\n`],
    ['Dockerfile', `ENV DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE ${passphrase}`],
    ['a.yaml', `{{ if x }}\nDOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: ${passphrase}`],
  ])('is not told: %s %s', (path, text) => {
    const scanned = scanText(text, path, fileHolder(path)!);
    expect(scanned.findings.length).toBeGreaterThan(0);
    expect(scanned.findings.map(({ kind }) => kind)).toEqual(scanned.findings.map(() => 'passphrase'));
    expect(scanned.findings[0]).toEqual(expect.objectContaining({ sets: expect.stringContaining('(not shown)') }));
    expect(JSON.stringify(scanned)).not.toContain(passphrase);
  });
});

describe('what could not be read is an issue', () => {
  it.each([
    ['a.yaml', '{{- if .Values.trust }}\nenv: [\n  DOCKER_CONTENT_TRUST: 1\n', ['TRUST_FILE_INVALID'], 1],
    ['a.yaml', `notary: ${'['.repeat(16_000)}`, ['TRUST_FILE_INVALID'], 0],
    ['a.yaml', `notary: ${'["]",'.repeat(200_000)}`, ['TRUST_FILE_INVALID', 'MIGRATION_LIMIT'], 0],
    ['a.yaml', `notary: ${'\n- '.repeat(20_000)}`, [], 0],
    ['a.yaml', `notary:\n${'- '.repeat(8_000)}`, ['TRUST_FILE_INVALID'], 0],
    ['a.json', `{"notary": ${'{"a":'.repeat(62)}{"DOCKER_CONTENT_TRUST": "1"}${'}'.repeat(63)}`, [], 1],
    ['a.json', `{"notary": ${'{"a":'.repeat(63)}{"DOCKER_CONTENT_TRUST": "1"}${'}'.repeat(64)}`, ['TRUST_FILE_INVALID'], 1],
    ['a.sh', `DOCKER_CONTENT_TRUST=1 ${'x'.repeat(20_000)}`, ['MIGRATION_LIMIT'], 0],
    ['a.sh', 'x'.repeat(20_000), [], 0],
  ])('%s %#', (path, text, codes, findings) => {
    const scanned = scanText(text, path, fileHolder(path)!);
    expect(scanned.issues.map(({ code }) => code)).toEqual(codes);
    expect(scanned.findings).toHaveLength(findings);
  });
});
