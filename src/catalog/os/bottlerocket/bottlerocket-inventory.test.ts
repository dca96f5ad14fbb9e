import { expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { bottlerocketInventory } from './bottlerocket-inventory.ts';

const path = 'x86_64-bottlerocket-linux-gnu/sys-root/usr/share/bottlerocket/application-inventory.json';
const inventory = JSON.stringify({
  Content: [
    { Name: 'glibc', Publisher: 'Bottlerocket', Version: '2.40', Release: '1.1731966473.abcd1234.br1', Architecture: 'x86_64' },
    { Name: 'runc', Publisher: 'Bottlerocket', Version: '1.1.15' },
  ],
});

describeCataloger(bottlerocketInventory, { [path]: inventory });

it('lists packages with version and release', () => {
  const tree = makeMemoryTree({
    'x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release': 'ID=bottlerocket\nVERSION_ID=1.27.0\n',
    [path]: inventory,
  });
  const { packages, issues } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  expect([packages.map(({ purl, ecosystem }) => [purl, ecosystem]), issues]).toEqual([
    [
      ['pkg:rpm/bottlerocket/glibc@2.40-1.1731966473.abcd1234.br1?arch=x86_64&distro=bottlerocket-1.27.0', 'bottlerocket'],
      ['pkg:rpm/bottlerocket/runc@1.1.15?distro=bottlerocket-1.27.0', 'bottlerocket'],
    ],
    [],
  ]);
});

it.each([
  ['', ['PACKAGE_DATABASE_UNREADABLE']],
  ['{"Content":{}}', ['PACKAGE_DATABASE_UNREADABLE']],
  ['{"Content":[{"Version":"1"},{"Name":"a"}]}', ['PACKAGE_RECORD_INVALID', 'PACKAGE_RECORD_INVALID']],
])('is an issue: %j', (text, codes) => {
  expect(runCataloger(bottlerocketInventory, path, Buffer.from(text)).issues.map(({ code }) => code)).toEqual(codes);
});
