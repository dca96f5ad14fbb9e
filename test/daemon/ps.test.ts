import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDocker, type RunningEngine, startDocker } from '../support/container-engines.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';

interface Report {
  readonly target: { readonly name: string };
  readonly findings: readonly { readonly kind: string; readonly id?: string; readonly ruleId?: string; readonly message?: string }[];
}

/** Two containers, one of which changed since it was made; the programs in them are the host's. */
describe.skipIf(!hasDocker)('ps with dockerd of Debian', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-ps-'));
  const sandbox = makeSandbox();
  let engine: RunningEngine;

  beforeAll(async () => {
    ensureBuilt();
    engine = await startDocker();
    const status = 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.11-1~deb12u1\n';
    const files = [
      { path: 'etc/os-release', content: Buffer.from('ID=debian\nVERSION_ID="12"\n') },
      { path: 'etc/passwd', content: Buffer.from('root:x:0:0::/:\n') },
      { path: 'var/lib/dpkg/status', content: Buffer.from(status) },
      { path: 'sbin-of-app/tool', content: Buffer.from('#!/bin/sh\n'), mode: 0o755 },
    ];
    const archive = join(folder, 'image.tar');
    writeFileSync(archive, dockerArchive(buildImage({ tag: 'example/app:1', config: {}, layers: [{ createdBy: 'COPY . /', files }] })));
    engine.run('load', '--input', archive);
    const programs = ['/usr', '/lib', '/lib64', '/bin'].flatMap((path) => ['--volume', `${path}:${path}:ro`]);
    const start = (name: string, network: string, ...words: readonly string[]): string =>
      engine.run('run', '--detach', '--name', name, '--network', network, '--ulimit', 'nofile=1024:1024', ...programs, ...words, 'example/app:1', 'sleep', '600');
    start('quiet', 'none', '--user', '1000');
    start('changed', 'host', '--volume', `${engine.socket}:/run/docker.sock`);
    const changes = 'mkdir -p /opt /var/log /run && echo x > /opt/miner && chmod +x /opt/miner && echo x > /tmp/run.sh && chmod +x /tmp/run.sh && echo x > /var/log/app.log && echo x > /run/app.pid && echo x > /notes.txt && echo x >> /sbin-of-app/tool && printf "\\nPackage: nmap\\nStatus: install ok installed\\nArchitecture: amd64\\nVersion: 1\\n" >> /var/lib/dpkg/status';
    engine.run('exec', 'changed', 'sh', '-c', `mkdir -p /tmp && ${changes}`);
  }); // prettier-ignore
  afterAll(async () => {
    for (const name of ['quiet', 'changed']) engine.run('rm', '--force', name);
    await engine[Symbol.asyncDispose]();
    sandbox.dispose();
    rmSync(folder, { recursive: true });
  });

  function ps(...words: readonly string[]): {
    readonly status: number | null;
    readonly stdout: string;
    readonly reports: readonly Report[];
  } {
    const file = join(folder, 'ps.json');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, 'ps', '--offline-scan', '--output', `json=${file}`, ...words],
      {
        cwd: sandbox.work,
        env: { ...sandbox.env, DOCKER_HOST: `unix://${engine.socket}` },
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    return { status, stdout, reports: (JSON.parse(readFileSync(file, 'utf8')) as { readonly reports: readonly Report[] }).reports };
  }

  it('ranks the changed and exposed one first, with what changed, its rights and the flaws of its image', () => {
    const { reports, stdout } = ps();
    expect(reports.map(({ target }) => target.name)).toEqual(['container changed', 'container quiet']);
    const drift = reports.map(({ findings }) =>
      findings.filter(({ ruleId }) => ruleId?.startsWith('drift-')).map(({ ruleId, message }) => `${ruleId}: ${message}`),
    );
    expect(drift).toEqual([
      [
        'drift-program: /opt/miner was added',
        'drift-program: /sbin-of-app/tool was changed',
        'drift-packages: /var/lib/dpkg/status was changed',
        'drift-temporary-program: /tmp/run.sh was added',
      ],
      [],
    ]);
    const rights = reports.map(({ findings }) => findings.filter(({ kind, ruleId }) => kind === 'audit' && !ruleId?.startsWith('drift-')).map(({ ruleId }) => ruleId)); // prettier-ignore
    expect(rights[0]).toEqual(expect.arrayContaining(['4.1', '5.10', '5.32']));
    expect(rights[1]).toEqual([]);
    expect(stdout).toContain('EXPOSED');
    expect(reports[0]?.findings.some(({ kind }) => kind === 'vulnerability')).toBe(true);
  });

  it('fails by a statement about changes, and not where it is set aside', () => {
    const config = join(folder, 'policy.yaml');
    writeFileSync(config, "policy:\n  - name: no-drift\n    deny: finding.id == 'drift-program'\n");
    expect(ps('--no-scan', '--config', config).status).toBe(1);
    expect(ps('--no-scan', '--config', config, '--container', 'quiet').status).toBe(0);
  });
});
