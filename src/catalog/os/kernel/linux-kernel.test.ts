import { expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { linuxKernel } from './linux-kernel.ts';

const debian = { 'etc/os-release': 'ID=debian\nVERSION_ID=13\n' };
const status = (name: string): MemoryLayer => ({
  'var/lib/dpkg/status': `Package: ${name}\nStatus: install ok installed\nVersion: 6.12.48-1\nArchitecture: amd64\n\n`,
});

function list(files: MemoryLayer): readonly unknown[] {
  const { packages } = catalogTree(makeMemoryTree({ ...debian, ...files }), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  return packages.map(({ purl, evidence, locations }) => [purl.split('?')[0], evidence, locations[0]!.path]);
}

describeCataloger(linuxKernel, { 'boot/vmlinuz-6.12.48': 'x' });

it('lists kernels and folders of modules that nobody owns', () => {
  expect(
    list({
      ...status('base-files'),
      'boot/vmlinuz-6.1.0-13-amd64': 'x',
      'boot/config-6.1.0-13-amd64': 'x',
      'lib/modules/6.1.0-13-amd64/modules.dep': '',
      'lib/modules/6.1.0-13-amd64/kernel/a.ko': '',
      'usr/lib/modules/5.10.0/modules.order': '',
      'lib/modules/none/modules.dep': '',
      'lib/modules/6.2/readme': '',
    }),
  ).toEqual([
    ['pkg:deb/debian/base-files@6.12.48-1', 'installed', 'var/lib/dpkg/status'],
    ['pkg:generic/linux-kernel@5.10.0', 'file', 'usr/lib/modules/5.10.0/modules.order'],
    ['pkg:generic/linux-kernel@6.1.0-13-amd64', 'file', 'boot/vmlinuz-6.1.0-13-amd64'],
    ['pkg:generic/linux-kernel@6.1.0-13-amd64', 'file', 'lib/modules/6.1.0-13-amd64/modules.dep'],
  ]);
});

it('leaves the kernel of a package to its package', () => {
  const files = ['boot/vmlinuz-6.12.48+deb13-amd64', 'lib/modules/6.12.48+deb13-amd64/modules.builtin'];
  expect(
    list({
      ...status('linux-image-6.12.48+deb13-amd64'),
      'var/lib/dpkg/info/linux-image-6.12.48+deb13-amd64.list': `/.\n${files.map((file) => `/${file}\n`).join('')}`,
      ...Object.fromEntries(files.map((file) => [file, 'x'])),
    }),
  ).toEqual([['pkg:deb/debian/linux-image-6.12.48%2Bdeb13-amd64@6.12.48-1', 'installed', 'var/lib/dpkg/status']]);
});
