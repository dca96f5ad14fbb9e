import { beforeAll, describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { zstdFrame } from '../../../../test/support/image-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { prepareZstd } from '../../../lib/decompress/zstd.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { chiselManifest, chiselManifestPath } from './chisel-manifest.ts';

beforeAll(prepareZstd);

const ubuntu = { 'etc/os-release': 'NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nVERSION_CODENAME=noble\n' };
const head = { jsonwall: '1.0', schema: '1.0', count: 9 };
const wall = (...records: readonly object[]): Buffer =>
  zstdFrame(Buffer.from([head, ...records].map((record) => `${JSON.stringify(record)}\n`).join('')));
const pkg = (name: string, version: string): object => ({ kind: 'package', name, version, sha256: 'ab', arch: 'amd64' });

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describeCataloger(chiselManifest, {
  [chiselManifestPath]: wall(pkg('libc6', '2.39-0ubuntu8.6'), { kind: 'path', path: '/lib/', mode: '0755', slices: ['libc6_libs'] }),
});

describe('chisel', () => {
  it('lists packages with their sources and the files of their slices', () => {
    const metadata = 'usr/lib/python3/dist-packages/x-1.dist-info/METADATA';
    const found = catalog({
      ...ubuntu,
      [chiselManifestPath]: wall(
        pkg('base-files', '13ubuntu10'),
        pkg('libc6', '2.39-0ubuntu8.6'),
        pkg('libpython3.12-minimal', '3.12.3-1ubuntu0.8'),
        pkg('libssl3t64', '3.0.13-0ubuntu3.6'),
        pkg('libstdc++6', '14.2.0-4ubuntu2~24.04'),
        { kind: 'slice', name: 'libc6_libs' },
        { kind: 'content', slice: 'libpython3.12-minimal_core', path: `/${metadata}` },
        { kind: 'path', path: '/usr/lib/', mode: '0755', slices: ['libc6_libs', 'libpython3.12-minimal_core'] },
        { kind: 'path', path: `/${metadata}`, mode: '0644', slices: ['libpython3.12-minimal_core'], sha256: 'ab', size: 3 },
      ),
      [metadata]: 'Metadata-Version: 2.1\nName: x\nVersion: 1\n',
    });
    expect(
      found.packages.map(({ name, source, release, evidence, ownedBy }) => [name, source?.name, release, evidence, ownedBy?.split('?')[0]]),
    ).toEqual([
      ['base-files', 'base-files', '24.04', 'installed', undefined],
      ['libc6', 'glibc', '24.04', 'installed', undefined],
      ['libpython3.12-minimal', 'python3.12', '24.04', 'installed', undefined],
      ['libssl3t64', 'openssl', '24.04', 'installed', undefined],
      ['libstdc++6', 'gcc-14', '24.04', 'installed', undefined],
      ['x', undefined, undefined, 'file', 'pkg:deb/ubuntu/libpython3.12-minimal@3.12.3-1ubuntu0.8'],
    ]);
    expect([found.packages[1]!.purl, found.issues]).toEqual(['pkg:deb/ubuntu/libc6@2.39-0ubuntu8.6?arch=amd64&distro=ubuntu-24.04', []]);
  });

  it('says which packages have no known source', () => {
    const { issues } = catalog({ ...ubuntu, [chiselManifestPath]: wall(pkg('libzeta9', '1'), pkg('libc6', '2')) });
    expect(issues).toEqual([
      {
        code: 'PACKAGE_SOURCE_UNKNOWN',
        severity: 'warning',
        origin: 'chisel-manifest',
        message: 'var/lib/chisel/manifest.wall does not name the source of libzeta9; advisories that name another source were not found',
        path: chiselManifestPath,
        layerIndex: 0,
      },
    ]);
  });

  it.each<[name: string, content: Buffer, messages: readonly string[]]>([
    ['no zstd', Buffer.from('{"jsonwall":"1.0"}\n'), ['the zstd stream is damaged or exceeds a limit: unknown frame prefix']],
    ['a cut frame', wall(pkg('libc6', '2')).subarray(0, 60), ['the zstd stream ends early']],
    ['another format', zstdFrame(Buffer.from('{"a":1}\n')), ['does not begin as a manifest of chisel does']],
    [
      'a cut text',
      zstdFrame(Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify(pkg('libc6', '2'))}`)),
      ['ends in the middle of a line; it may be cut'],
    ],
    ['a package without a version', wall({ kind: 'package', name: 'x' }), ['a package has no name or no version']],
    ['a line that is no object', zstdFrame(Buffer.from(`${JSON.stringify(head)}\n[]\n`)), ['line 2 is not a JSON object']],
  ])('is not clean with %s', (_name, content, messages) => {
    const tree = makeMemoryTree({ [chiselManifestPath]: content });
    const { issues } = chiselManifest.catalog(tree.get(chiselManifestPath)!, content, { tree });
    expect(issues.map(({ message }) => message)).toEqual(messages.map((message) => `${chiselManifestPath}: ${message}`));
  });
});
