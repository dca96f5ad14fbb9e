import { expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { cosPackages } from './cos-packages.ts';

const path = 'etc/cos-package-info.json';
const inventory = JSON.stringify({
  installedPackages: [
    { category: 'app-arch', name: 'gzip', version: '1.9', ebuildVersion: '1.9-r1' },
    { category: 'sys-kernel', name: 'lakitu-kernel-6_1', version: '6.1.90' },
  ],
  buildTimePackages: [{ category: 'dev-lang', name: 'go', version: '1.22' }],
});

describeCataloger(cosPackages, { [path]: inventory });

it('lists what is installed, not what built it', () => {
  const tree = makeMemoryTree({ 'etc/os-release': 'ID=cos\nVERSION_ID=117\n', [path]: inventory });
  const { packages, issues } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  expect([packages.map(({ purl, name, version }) => [purl, name, version]), issues]).toEqual([
    [
      ['pkg:cos/app-arch/gzip@1.9-r1?distro=cos-117', 'app-arch/gzip', '1.9-r1'],
      ['pkg:cos/sys-kernel/lakitu-kernel-6_1@6.1.90?distro=cos-117', 'sys-kernel/lakitu-kernel-6_1', '6.1.90'],
    ],
    [],
  ]);
});

it.each([
  ['[', ['PACKAGE_DATABASE_UNREADABLE']],
  ['{}', ['PACKAGE_DATABASE_UNREADABLE']],
  ['{"installedPackages":[{"name":"a"},{"name":"a","category":"b"}]}', ['PACKAGE_RECORD_INVALID', 'PACKAGE_RECORD_INVALID']],
])('is an issue: %j', (text, codes) => {
  expect(runCataloger(cosPackages, path, Buffer.from(text)).issues.map(({ code }) => code)).toEqual(codes);
});
