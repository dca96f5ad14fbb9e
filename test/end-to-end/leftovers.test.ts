import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, program, runPratique, startPratique, type Sandbox } from '../support/run-pratique.ts';
import { until } from '../support/until.ts';

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
  writeFileSync(join(sandbox.work, 'sample.tar'), sampleImage());
  writeFileSync(join(sandbox.work, 'cut.tar'), sampleImage().subarray(0, 20_000));
});
afterEach(() => {
  sandbox.dispose();
});

const withoutCacheEntries = (paths: readonly string[]): string[] => paths.filter((path) => !/^cache\/(?:layers)\/[^.]/.test(path));

describe('nothing is left behind', () => {
  it.each([
    ['scan sample.tar', ['cache/layers']],
    ['scan sample.tar --no-cache', []],
    ['scan cut.tar', []],
    ['scan ./nowhere', []],
    ['scan sample.tar --severity x', []],
    ['scan sample.tar --output json=nowhere/x', ['cache/layers']],
    ['--version', []],
    ['help scan', []],
    ['sample', ['cache/layers', 'cache/sample', 'cache/sample/image.tar']],
  ])('pratique %s', (line, left) => {
    const before = sandbox.list();
    runPratique(line.split(' '), sandbox);
    const more = sandbox.list().filter((path) => !before.includes(path));
    expect(withoutCacheEntries(more)).toEqual(left);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it at once, with the code that shells expect', async (signal, expected) => {
    const before = sandbox.list();
    // A registry that never responds.
    let connections = 0;
    const server = createServer(() => (connections += 1)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = startPratique(['scan', `127.0.0.1:${(server.address() as AddressInfo).port}/app:1`, '--output', 'json=report'], sandbox);
    await once(server, 'connection');
    child.kill(signal);
    const [exitCode] = (await once(child, 'close')) as [number];
    server.close();
    // Had it waited until it gives up a silent registry, it would have connected again.
    expect([exitCode, sandbox.list(), connections]).toEqual([expected, before, 1]);
  });
});

describe('stopped while layers are read', () => {
  it.each([
    ['SIGINT', 130, []],
    ['SIGTERM', 143, []],
    ['SIGTERM', 143, ['--verbose']],
  ] as const)('%s is told on one line, which blames nobody', async (signal, expected, more) => {
    // Enough for two threads to read for a while, however fast the machine is.
    const layers = ['a', 'b'].map((path) => ({
      files: [{ path, content: Buffer.concat([randomBytes(5 << 20), Buffer.alloc(300 << 20)]) }],
    }));
    mkdirSync(join(sandbox.work, 'image'));
    writeOciLayout(join(sandbox.work, 'image'), buildImage({ layers }));
    const before = sandbox.list();
    const child = startPratique(['scan', 'image', '--no-cache', ...more], sandbox);
    let told = '';
    child.stderr!.on('data', (data: Buffer) => (told += data.toString()));
    await until('a layer is being read', () => openFiles(child.pid!).some((path) => path.includes('/blobs/sha256/')));
    child.kill(signal);
    const [exitCode] = (await once(child, 'close')) as [number];
    const lines = told.split('\n').filter((line) => line === '' || !more.some(() => line.includes('=')));
    expect([exitCode, lines.map((line) => line.replace(/: .*\(/, ': … ('))]).toEqual([
      expected,
      ['pratique: … (ABORTED); try: run it again', ''],
    ]);
    expect(sandbox.list()).toEqual(before);
  });
});

/** What a process has open. */
function openFiles(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return [readlinkSync(join(folder, name))];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

describe('places that cannot be written', () => {
  it('a cache that cannot be written costs no finding', () => {
    writeFileSync(join(sandbox.folder, 'file'), '');
    const usual = runPratique(['scan', 'sample.tar', '--format', 'json'], sandbox);
    const without = runPratique(['scan', 'sample.tar', '--format', 'json', '--cache-dir', join(sandbox.folder, 'file/cache')], sandbox);
    const findings = ({ stdout }: { stdout: string }): unknown =>
      (JSON.parse(stdout) as { reports: { findings: unknown }[] }).reports.map((report) => report.findings);
    expect([without.exitCode, findings(without)]).toEqual([usual.exitCode, findings(usual)]);
  });

  it.each([
    ['below a file', 'file/cache', 'a part of the path is not a directory'],
    ['where the system makes no directories', '/proc/x', 'no such file or directory'],
  ])('a cache %s is one warning', (_, path, code) => {
    if (path.startsWith('/proc') && !existsSync('/proc/self')) return;
    writeFileSync(join(sandbox.folder, 'file'), '');
    const cache = resolve(sandbox.folder, path);
    const { exitCode, stderr } = runPratique(['scan', 'sample.tar', '--cache-dir', cache], sandbox);
    const reason = `${join(cache, 'layers')} cannot be written: ${code}`;
    expect([exitCode, stderr]).toEqual([0, `pratique: warning: scanning without a cache reason="${reason}"\n`]);
  });

  it.skipIf(!existsSync('/proc/self'))('every command ends where no directory can be made', () => {
    for (const line of ['sample --cache-dir /proc/x', 'db update --from . --db /proc/x', 'copy registry.invalid/a:1 oci-dir:/proc/x']) {
      const { exitCode, stderr } = runPratique(line.split(' '), sandbox);
      expect([line, exitCode, stderr]).toEqual([line, 3, expect.stringMatching(/^pratique: [^\n]+\n$/)]);
    }
  });
});

describe('directories of other users', () => {
  it.each([
    ['sample', 'cache/sample', 'permission denied (OUTPUT_UNWRITABLE); try: check the path, its permissions and the free space'],
    ['db status --db cache/db', 'cache/db', 'permission was denied (DATABASE_DAMAGED); try: check its permissions'],
  ])('pratique %s', (line, path, reason) => {
    for (const folder of [sandbox.folder, sandbox.work]) chmodSync(folder, 0o755);
    chmodSync(sandbox.cache, 0o600);
    const cwd = sandbox.folder;
    // Root may do everything: it runs as nobody.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const ended = spawnSync(process.execPath, [program, ...line.split(' ')], { cwd, env: sandbox.env, encoding: 'utf8', ...user });
    chmodSync(sandbox.cache, 0o700);
    expect([ended.status, ended.stdout]).toEqual([3, '']);
    expect(ended.stderr.split('\n').map((each) => each.includes(path) && each.endsWith(reason))).toEqual([true, false]);
  });
});
