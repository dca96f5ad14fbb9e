import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { opkgStatus } from './opkg-status.ts';

const openwrt = { 'etc/os-release': 'NAME="OpenWrt"\nVERSION="24.10.0"\nID="openwrt"\nID_LIKE="lede openwrt"\nVERSION_ID="24.10.0"\n' };
const now = new Date('2026-06-01T00:00:00Z');

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now, isImage: true });
}

const record = (name: string, version: string, more = ''): string =>
  `Package: ${name}\nVersion: ${version}\nStatus: install user installed\nArchitecture: x86_64\n${more}Installed-Time: 1738771540\n\n`;

describeCataloger(opkgStatus, {
  'usr/lib/opkg/status': record('busybox', '1.36.1-r2', 'Depends: libc\nLicense: GPL-2.0\n') + record('libc', '1.2.5-r4'),
  'var/lib/opkg/info/busybox.control': 'Package: busybox\nVersion: 1.36.1-r2\nDepends: libc\nArchitecture: x86_64\n',
});

describe('opkg', () => {
  it('lists packages of OpenWrt with licence, dependencies and files', () => {
    const found = catalog({
      ...openwrt,
      'usr/lib/opkg/status':
        record('busybox', '1.36.1-r2', 'Depends: libc\nLicense: GPL-2.0\n') +
        record('libc', '1.2.5-r4', 'Provides: libpthread\n') +
        record('gone', '1', '').replace('user installed', 'user not-installed') +
        record('python3-light', '3.11.10-r1', 'Depends: libpthread\n'),
      'usr/lib/opkg/info/busybox.list': '/bin/busybox\n/etc/init.d/cron\n',
      'usr/lib/opkg/info/busybox.control': 'Package: busybox\nVersion: 1.0\n',
      'usr/lib/opkg/info/python3-light.list': '/usr/lib/python3.11/site-packages/pip-24.dist-info/METADATA\t0755\n',
      'usr/lib/python3.11/site-packages/pip-24.dist-info/METADATA': 'Metadata-Version: 2.1\nName: pip\nVersion: 24\n',
      'bin/busybox': '',
    });
    const place = 'usr/lib/opkg/status';
    const purl = (name: string): string => `pkg:opkg/openwrt/${name}?arch=x86_64&distro=openwrt-24.10`;
    expect(found.packages.map((one) => [one.purl, one.evidence, one.licenses, one.dependencies, one.ownedBy])).toEqual([
      [purl('busybox@1.36.1-r2'), 'installed', ['GPL-2.0'], [`${purl('libc@1.2.5-r4')} ${place}`], undefined],
      [purl('libc@1.2.5-r4'), 'installed', [], [], undefined],
      [purl('python3-light@3.11.10-r1'), 'installed', [], [`${purl('libc@1.2.5-r4')} ${place}`], undefined],
      ['pkg:pypi/pip@24', 'file', [], [], `${purl('python3-light@3.11.10-r1')} ${place}`],
    ]);
    expect(found.packages[0]).toMatchObject({ ecosystem: 'openwrt', release: '24.10', layerIndex: 0 });
    expect(found.issues).toEqual([]);
  });

  it('reads control files where the status file is gone', () => {
    const found = catalog({
      ...openwrt,
      'usr/lib/opkg/info/dropbear.control': 'Package: dropbear\nVersion: 2024.86-r1\nArchitecture: x86_64\n',
    });
    expect(found.packages.map(({ name, version }) => [name, version])).toEqual([['dropbear', '2024.86-r1']]);
  });

  it.each<[name: string, layers: readonly MemoryLayer[], codes: readonly string[]]>([
    ['no database', [openwrt], ['PACKAGE_DATABASE_UNREADABLE']],
    ['an empty database', [{ ...openwrt, 'usr/lib/opkg/status': '' }], ['PACKAGE_DATABASE_UNREADABLE']],
    [
      'a removed database',
      [{ ...openwrt, 'usr/lib/opkg/status': record('a', '1') }, { 'usr/lib/opkg': null }],
      ['PACKAGE_DATABASE_REMOVED'],
    ],
    ['a record without a name', [{ ...openwrt, 'usr/lib/opkg/status': `${record('a', '1')}Version: 1\n` }], ['PACKAGE_RECORD_INVALID']],
    [
      'a database that is cut',
      [{ ...openwrt, 'usr/lib/opkg/status': `${record('a', '1')}Package: b\nDescription: `.padEnd(512, 'x') }],
      ['PACKAGE_RECORD_INVALID'],
    ],
    ['another distribution', [{ 'etc/os-release': 'ID=poky\n', 'usr/lib/opkg/status': record('a', '1') }], ['DISTRIBUTION_UNKNOWN']],
  ])('is not clean with %s', (_name, layers, codes) => {
    expect(catalog(...layers).issues.map(({ code }) => code)).toEqual(codes);
  });

  it('takes the apk database of newer releases for no conflict', () => {
    const found = catalog({ ...openwrt, 'lib/apk/db/installed': 'P:busybox\nV:1.37.0-r5\nA:x86_64\n\n' });
    expect([found.packages.map(({ purl }) => purl), found.issues]).toEqual([
      ['pkg:apk/openwrt/busybox@1.37.0-r5?arch=x86_64&distro=openwrt-24.10'],
      [],
    ]);
  });
});
