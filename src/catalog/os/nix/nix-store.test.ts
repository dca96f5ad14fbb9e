import { expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { nixStore } from './nix-store.ts';

const hash = '0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r';

function catalog(files: MemoryLayer): Catalog {
  return catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describeCataloger(nixStore, { [`nix/store/${hash}-hello-2.12.1`]: 'x' });

it.each([
  ['hello-2.12.1', 'pkg:nix/hello@2.12.1'],
  ['glibc-2.40-66', 'pkg:nix/glibc@2.40-66'],
  ['openssl-3.4.1-bin', 'pkg:nix/openssl@3.4.1', 'bin'],
  ['gcc-14-20241116-lib', 'pkg:nix/gcc@14-20241116', 'lib'],
  ['python3.12-requests-2.32.3', 'pkg:nix/python3.12-requests@2.32.3'],
  ['cups-2.4.11-dev', 'pkg:nix/cups@2.4.11', 'dev'],
  ['zlib-ng-2.2.3', 'pkg:nix/zlib-ng@2.2.3'],
])('reads the store path %s', (name, purl, output?: string) => {
  const { packages } = catalog({ [`nix/store/${hash}-${name}/bin/x`]: '' });
  expect(packages.map((one) => [one.purl, one.evidence])).toEqual([
    [`${purl}?hash=${hash}${output === undefined ? '' : `&output=${output}`}`, 'file'],
  ]);
});

it.each(['source', 'setup-hooks', 'hello-2.12.1.drv', 'fix-1.2.patch', 'hello-2.12.1.tar.gz', 'stdenv-linux', 'builder.sh'])(
  'is no package: %s',
  (name) => {
    expect(catalog({ [`nix/store/${hash}-${name}/x`]: '', 'nix/store/.links/x': '', 'nix/store/short-1.0/x': '' }).packages).toEqual([]);
  },
);

it('owns everything in its path', () => {
  const metadata = `nix/store/${hash}-python3.12-pip-24.0/lib/python3.12/site-packages/pip-24.0.dist-info/METADATA`;
  const { packages } = catalog({ [metadata]: 'Metadata-Version: 2.1\nName: pip\nVersion: 24.0\n' });
  expect(packages.map(({ name, ownedBy }) => [name, ownedBy])).toEqual([
    ['python3.12-pip', undefined],
    ['pip', `pkg:nix/python3.12-pip@24.0?hash=${hash} nix/store/${hash}-python3.12-pip-24.0`],
  ]);
});
