import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { rpmManifest } from './rpm-manifest.ts';

const azure = { 'etc/os-release': 'NAME="Microsoft Azure Linux"\nVERSION="3.0"\nID=azurelinux\nVERSION_ID="3.0"\n' };
const names = 'var/lib/rpmmanifest/container-manifest-1';
const details = 'var/lib/rpmmanifest/container-manifest-2';
const row = (
  name: string,
  version: string,
  vendor = 'Microsoft Corporation',
  epoch = '(none)',
  source = `${name}-${version}.src.rpm`,
): string =>
  `${[name, version, '1653816591', '1653753130', vendor, epoch, '580', 'x86_64', epoch === '(none)' ? '0' : epoch, source].join('\t')}\n`;

function catalog(files: MemoryLayer): Catalog {
  return catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describeCataloger(rpmManifest, {
  [details]: row('glibc', '2.38-9.azl3') + row('openssl-libs', '3.3.2-1.azl3', undefined, '1', 'openssl-3.3.2-1.azl3.src.rpm'),
  [names]: 'glibc-2.38-9.azl3.x86_64\ntzdata-2024b-1.azl3.noarch\n',
});

describe('container manifests', () => {
  it('list packages with epoch, source and publisher', () => {
    const found = catalog({
      ...azure,
      [names]: 'ignored-1-1.azl3.x86_64\n',
      [details]:
        row('glibc', '2.38-9.azl3') +
        row('openssl-libs', '3.3.2-1.azl3', undefined, '1', 'openssl-3.3.2-1.azl3.src.rpm') +
        row('gpg-pubkey', '3135ce90-5e6fda74', '(none)') +
        row('agent', '1-1', 'Datadog, Inc.'),
    });
    expect(found.packages.map(({ purl, version, source, supplier, release }) => [purl, version, source?.name, supplier, release])).toEqual([
      ['pkg:rpm/azurelinux/agent@1-1?arch=x86_64&distro=azurelinux-3', '1-1', 'agent', 'Datadog, Inc.', '3'],
      ['pkg:rpm/azurelinux/glibc@2.38-9.azl3?arch=x86_64&distro=azurelinux-3', '2.38-9.azl3', 'glibc', undefined, '3'],
      ['pkg:rpm/azurelinux/openssl-libs@3.3.2-1.azl3?arch=x86_64&distro=azurelinux-3&epoch=1', '1:3.3.2-1.azl3', 'openssl', undefined, '3'],
    ]);
    expect(found.issues).toEqual([]);
  });

  it('are read by names where there is no more', () => {
    const found = catalog({ ...azure, [names]: 'python3-libs-3.12.9-1.azl3.x86_64\n' });
    expect(found.packages.map(({ name, version, architecture }) => [name, version, architecture])).toEqual([
      ['python3-libs', '3.12.9-1.azl3', 'x86_64'],
    ]);
  });

  it.each([
    [{ [details]: 'glibc\n' }, ['PACKAGE_RECORD_INVALID']],
    [{ [names]: 'glibc\n' }, ['PACKAGE_RECORD_INVALID']],
    [{ [details]: '' }, ['PACKAGE_DATABASE_UNREADABLE']],
  ])('are not clean without a name and a version: %j', (files, codes) => {
    expect(catalog({ ...azure, ...files }).issues.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
  });
});
