import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { vcpkgInstalled } from './vcpkg-installed.ts';
import { vcpkgManifest } from './vcpkg-manifest.ts';

const status = `Package: zlib
Version: 1.3.1
Port-Version: 1
Depends: vcpkg-cmake:x64-linux
Architecture: x64-linux
Multi-Arch: same
Status: install ok installed

Package: curl
Version: 8.7.1
Depends: zlib
Architecture: x64-linux
Status: install ok installed

Package: curl
Feature: ssl
Architecture: x64-linux
Status: install ok installed

Package: gone
Version: 1
Architecture: x64-linux
Status: purge ok not-installed
`;
const manifest = JSON.stringify({
  name: 'shop',
  'version-string': '0.1',
  dependencies: ['fmt', { name: 'zlib', 'version>=': '1.2.11' }],
  overrides: [{ name: 'fmt', version: '10.1.1' }],
});

describeCataloger(vcpkgInstalled, { 'app/vcpkg_installed/vcpkg/status': status });
describeCataloger(vcpkgManifest, { 'app/vcpkg.json': manifest });

describe('vcpkg', () => {
  it('installs packages', () => {
    expect(listPackages('vcpkg-installed', { 'app/vcpkg_installed/vcpkg/status': status }, true)).toEqual([
      'pkg:vcpkg/curl@8.7.1?triplet=x64-linux file → zlib',
      'pkg:vcpkg/zlib@1.3.1?port_version=1&triplet=x64-linux file',
    ]);
    expect(listPackages('vcpkg-installed', { 'vcpkg/status': 'Package: a\nStatus: install ok installed\n' })).toEqual([
      'LOCKFILE_UNREADABLE vcpkg/status has 1 packages without a name and version',
    ]);
  });

  it('is asked for packages', () => {
    expect(listPackages('vcpkg-manifest', { 'vcpkg.json': manifest, 'ports/fmt/vcpkg.json': manifest })).toEqual([
      'pkg:generic/shop@0.1 declared own → fmt',
      'pkg:vcpkg/fmt@10.1.1 declared',
      'DEPENDENCIES_NOT_PINNED vcpkg.json pins no version of zlib',
    ]);
    expect(listPackages('vcpkg-manifest', { 'vcpkg.json': '[' })).toEqual(['LOCKFILE_UNREADABLE vcpkg.json is not a JSON object']);
  });
});
