import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/sample/sample-image.ts';
import { buildImage, dockerArchive } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, runPratique, startPratique, type Sandbox } from '../support/run-pratique.ts';

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

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it at once, with the code that shells expect', async (signal) => {
    // Fifty megabytes that do not compress keep it busy for a while.
    const files = [{ path: 'large', content: Buffer.alloc(50_000_000, 'pratique ') }];
    const layers = [1, 2, 3, 4].map((number) => ({ files: [...files, { path: `file-${number}`, content: 'x' }] }));
    writeFileSync(
      join(sandbox.work, 'large.tar'),
      dockerArchive(buildImage({ layers: layers.map((layer) => ({ ...layer, compression: 'none' as const })) })),
    );
    const before = sandbox.list();
    const child = startPratique(['scan', 'large.tar', '--output', 'json=report', '--no-cache'], sandbox);
    setTimeout(() => child.kill(signal), 150);
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, sandbox.list()]).toEqual([signal === 'SIGINT' ? 130 : 143, before]);
  });
});

describe('places that cannot be written', () => {
  it('a cache that cannot be written costs no finding', () => {
    writeFileSync(join(sandbox.folder, 'file'), '');
    const usual = runPratique(['scan', 'sample.tar', '--format', 'json'], sandbox);
    const without = runPratique(['scan', 'sample.tar', '--format', 'json', '--cache-dir', join(sandbox.folder, 'file/cache')], sandbox);
    const findings = ({ stdout }: { stdout: string }): unknown =>
      (JSON.parse(stdout) as { reports: { findings: unknown }[] }).reports.map((report) => report.findings);
    expect([without.exitCode, findings(without)]).toEqual([usual.exitCode, findings(usual)]);
  });
});
