import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../support/run-pratique.ts';
import { writeRawLayout } from '../support/raw-layout.ts';
import { tarOf } from '../support/tar-builder.ts';

let sandbox: Sandbox;
beforeAll(() => {
  ensureBuilt();
  sandbox = makeSandbox();
});
afterAll(() => sandbox.dispose());

it('loads no cataloger, no matcher and no reader of layers for an image whose results are remembered', () => {
  const status = 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-1\n';
  const layer = tarOf(
    { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
    { name: 'var/lib/dpkg/status', content: status },
  );
  const layout = writeRawLayout(join(sandbox.folder, 'layout'), { layers: [{ blob: gzipSync(layer) }] });
  const [first, second] = [scanned(layout), scanned(layout)];
  expect(first.loaded).toEqual(expect.arrayContaining(['anew', 'layer']));
  expect(second.loaded).toEqual(expect.arrayContaining(['main', 'scan']));
  expect(second.loaded.filter((chunk) => ['anew', 'layer', 'shared-anew', 'common-anew'].includes(chunk))).toEqual([]);
  expect(second.packages).toEqual(first.packages);
  expect(first.packages).toEqual(['pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-12']);
});

/** A scan with the chunks of the bundle that it loaded, by their names. */
function scanned(layout: string): { readonly packages: readonly string[]; readonly loaded: readonly string[] } {
  const list = join(sandbox.folder, 'loaded');
  const env = { NODE_OPTIONS: `--require ${join(import.meta.dirname, '../support/report-loaded.cjs')}`, PRATIQUE_TEST_LOADED: list };
  const { stdout, stderr, exitCode } = runPratique(['scan', layout, '--format', 'json', '--quiet'], sandbox, { env });
  expect([exitCode, stderr]).toEqual([0, '']);
  const { reports } = JSON.parse(stdout) as { readonly reports: readonly { readonly packages: readonly { readonly purl: string }[] }[] };
  return {
    packages: reports[0]!.packages.map(({ purl }) => purl),
    loaded: readFileSync(list, 'utf8')
      .split('\n')
      .map((path) => basename(path).replace(/-[\w-]{8}\.js$/, '')),
  };
}
