import { expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { snapMetadata } from './snap-metadata.ts';

const itself = 'name: hello\nversion: "2.10"\nlicense: GPL-3.0\nbase: core24\n';
const manifest =
  "name: hello\nsnapcraft-os-release-id: ubuntu\nsnapcraft-os-release-version-id: '24.04'\nprimed-stage-packages:\n- libssl3t64:amd64=3.0.13-0ubuntu3.6\n- tzdata=2024a-3ubuntu1\n";

describeCataloger(snapMetadata, {
  'snap/hello/x1/meta/snap.yaml': itself,
  'snap/hello/x1/snap/manifest.yaml': manifest,
  'usr/share/snappy/dpkg.yaml': 'packages:\n- adduser=3.118ubuntu2\n- gcc-10-base:amd64=10.5.0-1ubuntu1~20.04\n',
});

it('lists the snap, and the Debian packages in it by the release it was built on', () => {
  const tree = makeMemoryTree({
    'etc/os-release': 'ID=ubuntu\nVERSION_ID="22.04"\n',
    'var/lib/dpkg/status': 'Package: base-files\nStatus: install ok installed\nVersion: 12ubuntu4\nArchitecture: amd64\n\n',
    'snap/hello/x1/meta/snap.yaml': itself,
    'snap/hello/x1/snap/manifest.yaml': manifest,
  });
  const { packages, issues } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  expect(packages.map(({ purl, source, release }) => [purl, source?.name, release])).toEqual([
    ['pkg:deb/ubuntu/base-files@12ubuntu4?arch=amd64&distro=ubuntu-22.04', 'base-files', '22.04'],
    ['pkg:deb/ubuntu/libssl3t64@3.0.13-0ubuntu3.6?arch=amd64&distro=ubuntu-24.04', 'openssl', '24.04'],
    ['pkg:deb/ubuntu/tzdata@2024a-3ubuntu1?distro=ubuntu-24.04', 'tzdata', '24.04'],
    ['pkg:snap/hello@2.10', undefined, undefined],
  ]);
  expect([packages[3]!.licenses, issues]).toEqual([['GPL-3.0'], []]);
});

it.each([
  ['meta/snap.yaml', '', ['PACKAGE_RECORD_INVALID']],
  ['meta/snap.yaml', 'version: 1\n', ['PACKAGE_RECORD_INVALID']],
  ['usr/share/snappy/dpkg.yaml', 'packages: [a, {b: 1}]\n', ['PACKAGE_RECORD_INVALID', 'PACKAGE_RECORD_INVALID']],
  ['usr/share/snappy/dpkg.yaml', 'packages: [mystery=1]\n', ['PACKAGE_SOURCE_UNKNOWN']],
  ['snap/manifest.yaml', 'a: [', ['PACKAGE_RECORD_INVALID']],
])('is an issue: %s %j', (path, text, codes) => {
  expect(runCataloger(snapMetadata, path, Buffer.from(text)).issues.map(({ code }) => code)).toEqual(codes);
});
