import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasDocker, type RunningEngine, startDocker } from '../support/container-engines.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, program } from '../support/run-pratique.ts';

interface ReportJson {
  readonly completeness: string;
  readonly audit: {
    readonly host: Readonly<Record<string, unknown>>;
    readonly results: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly items: readonly { readonly subject?: string; readonly message: string }[];
    }[];
  };
}

/** What the daemon of Debian says of two containers; the programs in them are the host's. */
describe.skipIf(!hasDocker)('an audit of dockerd of Debian', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-audit-'));
  const sandbox = makeSandbox();
  let engine: RunningEngine;

  beforeAll(async () => {
    ensureBuilt();
    engine = await startDocker();
    const status = 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.11-1~deb12u1\n';
    const content = [
      { path: 'etc/os-release', content: Buffer.from('ID=debian\nVERSION_ID="12"\n') },
      { path: 'var/lib/dpkg/status', content: Buffer.from(status) },
      { path: 'opt/helper', content: Buffer.from('x'), mode: 0o4755 },
    ];
    const files = [...content, { path: 'etc/passwd', content: Buffer.from('root:x:0:0::/:\nzero:x:0:0::/:\n') }];
    const archive = join(folder, 'image.tar');
    writeFileSync(archive, dockerArchive(buildImage({ tag: 'example/app:1', config: {}, layers: [{ createdBy: 'COPY . /', files }] })));
    engine.run('load', '--input', archive);
    const programs = ['/usr', '/lib', '/lib64', '/bin'].flatMap((path) => ['--volume', `${path}:${path}:ro`]);
    const start = (...words: readonly string[]): string =>
      engine.run('run', '--detach', '--network', 'host', '--ulimit', 'nofile=1024:1024', ...programs, ...words, 'example/app:1', 'sleep', '600');
    start('--name', 'bad', '--user', 'zero', '--pid', 'host', '--volume', `${engine.socket}:/run/docker.sock`, '--restart', 'always');
    start('--name', 'good', '--user', '1000', '--read-only', '--security-opt', 'no-new-privileges', '--memory', '64m', '--pids-limit', '50');
  }); // prettier-ignore
  afterAll(async () => {
    for (const name of ['bad', 'good']) engine.run('rm', '--force', name);
    await engine[Symbol.asyncDispose]();
    sandbox.dispose();
    rmSync(folder, { recursive: true });
  });

  function audit(...words: readonly string[]): { readonly status: number | null; readonly report: ReportJson } {
    const file = join(folder, 'audit.json');
    const { status, stderr } = spawnSync(process.execPath, [program, 'audit', ...words, '--output', `json=${file}`, '--quiet'], {
      cwd: sandbox.work,
      env: { ...sandbox.env, DOCKER_HOST: `unix://${engine.socket}` },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const read = spawnSync('cat', [file], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return { status, report: (JSON.parse(read.stdout) as { readonly reports: readonly [ReportJson] }).reports[0] };
  }

  const subjectsOf = ({ audit: { results } }: ReportJson, id: string): readonly (string | undefined)[] =>
    (results.find((result) => result.id === id)?.items ?? []).map(({ subject }) => subject);

  it('judges containers, daemon and host, and a record of it comes to the same', () => {
    const { report } = audit();
    expect(report.audit.host).toMatchObject({ name: `unix://${engine.socket}`, containers: 2, images: 1, isRootless: false });
    expect(report.audit.results).toHaveLength(117);
    expect(Object.fromEntries(['4.1', '5.10', '5.11', '5.13', '5.15', '5.16', '5.26', '5.29', '5.32'].map((id) => [id, [...subjectsOf(report, id)].sort()]))).toEqual({
      '4.1': ['bad'],
      '5.10': ['bad', 'good'],
      '5.11': ['bad'],
      '5.13': ['bad'],
      '5.15': ['bad'],
      '5.16': ['bad'],
      '5.26': ['bad'],
      '5.29': ['bad'],
      '5.32': ['bad'],
    }); // prettier-ignore
    // The daemon was started with --iptables=false.
    expect(report.audit.results.find(({ id }) => id === '2.4')?.verdict).toBe('fail');

    const record = join(folder, 'record');
    const recorded = spawnSync(process.execPath, [program, 'audit', 'record', record], {
      cwd: sandbox.work,
      env: { ...sandbox.env, DOCKER_HOST: `unix://${engine.socket}` },
      encoding: 'utf8',
    });
    expect(recorded.status).toBe(0);
    const again = audit('--host', record).report;
    expect(again.audit.results).toEqual(report.audit.results);
  });

  it('decides about the content of images where they are scanned, and compares with the audit before', () => {
    const verdicts = ({ audit: { results } }: ReportJson): object =>
      Object.fromEntries(['4.2', '4.3', '4.4', '4.8', '4.10', '4.11', '4.12'].map((id) => [id, results.find((result) => result.id === id)?.verdict]));
    expect(verdicts(audit('--include', '4').report)).toEqual({ '4.2': 'unknown', '4.3': 'unknown', '4.4': 'unknown', '4.8': 'unknown', '4.10': 'unknown', '4.11': 'unknown', '4.12': 'unknown' });
    const { report } = audit('--include', '4', '--images', '--offline-scan', '--output', `json=${join(folder, 'last.json')}`);
    expect(verdicts(report)).toMatchObject({ '4.2': 'unknown', '4.8': 'fail', '4.12': 'unknown' });
    expect(report.audit.results.find(({ id }) => id === '4.8')?.items).toEqual([{ subject: 'example/app:1', message: '/opt/helper runs with the rights of root' }]);
    const again = ['--include', '4', '--images', '--offline-scan', '--baseline', join(folder, 'last.json'), '--exit-code', '1', '--allow-incomplete'];
    expect(audit(...again).status).toBe(0);
    expect(audit('--include', '4,5', ...again.slice(2)).status).toBe(1);
  }); // prettier-ignore

  it('fails a gate by severity, and chooses checks and containers', () => {
    expect(audit('--include', '5', '--severity', 'CRITICAL', '--exit-code', '1').status).toBe(1);
    const good = audit('--include', '5', '--container', 'go*', '--severity', 'CRITICAL', '--exit-code', '1');
    expect(good.status).toBe(0);
    expect(good.report.audit.host).toMatchObject({ containers: 1 });
  });
});
