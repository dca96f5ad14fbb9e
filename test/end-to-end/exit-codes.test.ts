import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, dockerArchive, writeOciLayout } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';

let sandbox: Sandbox;

beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
  const clean = buildImage({
    layers: [{ files: debian('Package: tini\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n') }],
  });
  writeFileSync(join(sandbox.work, 'clean.tar'), dockerArchive(clean));
  const damaged = buildImage({ layers: [{ files: debian('\u0000\u0001 not a database') }] });
  writeOciLayout(join(sandbox.work, 'damaged'), damaged);
});
afterAll(() => {
  sandbox.dispose();
});

function debian(status: string): { path: string; content: string }[] {
  return [
    { path: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    { path: 'var/lib/dpkg/status', content: status },
  ];
}

describe('exit codes', () => {
  it.each([
    [0, 'scan sample.tar'],
    [0, 'sample.tar'],
    [0, 'cves sample.tar'],
    [0, 'sample'],
    [0, 'scan clean.tar --exit-code 1 --scanners vuln'],
    [1, 'scan clean.tar --exit-code 1'],
    [0, 'scan sample.tar --exit-code 1 --severity negligible --ignore-unfixed --only-package zlib'],
    [1, 'scan sample.tar --exit-code 1'],
    [1, 'scan sample.tar --exit-code=1 --severity CRITICAL,HIGH --ignore-unfixed'],
    [9, 'scan sample.tar --exit-code 9'],
    [2, 'scan'],
    [2, 'scan sample.tar --no-such-flag'],
    [2, 'scan sample.tar --severity urgent'],
    [2, 'scan registry:UPPER/case'],
    [3, 'scan nowhere.tar'],
    [3, 'scan sample.tar --output nowhere/report.json'],
    [4, 'scan damaged'],
    [0, 'scan damaged --allow-incomplete'],
    [4, 'scan damaged --exit-code 1 --scanners vuln'],
    [3, 'scan nowhere.tar clean.tar'],
    [1, 'scan nowhere.tar sample.tar damaged --exit-code 1'],
    [2, 'scan nowhere.tar registry:UPPER/case damaged'],
    [4, 'scan clean.tar damaged'],
    [0, 'help'],
    [0, '--help'],
    [0, 'scan --help'],
    [0, '--version'],
    [0, 'version'],
    [2, 'help nothing'],
    [2, 'completion tcsh'],
  ])('%i: pratique %s', (exitCode, line) => {
    const ended = runPratique(line.split(' '), sandbox);
    expect({ exitCode: ended.exitCode, stderr: ended.stderr }).toEqual({ exitCode, stderr: expect.any(String) as string });
  });

  it('one target that fails does not keep the others from being reported', () => {
    const { exitCode, stdout, stderr } = runPratique(['scan', 'nowhere.tar', 'clean.tar', '--format', 'json'], sandbox);
    const { reports } = JSON.parse(stdout) as { reports: { target: { name: string } }[] };
    expect([exitCode, reports.map(({ target }) => target.name)]).toEqual([3, ['clean.tar']]);
    expect(stderr).toMatch(/^pratique: nowhere\.tar: .* \(TARGET_NOT_FOUND\); try: .+\n$/);
  });
});
