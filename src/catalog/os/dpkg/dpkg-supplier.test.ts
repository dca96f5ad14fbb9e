import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { readControlParagraphs } from './control-paragraphs.ts';
import { findDpkgSupplier } from './dpkg-supplier.ts';

const ubuntu = 'Maintainer: Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>';

/** `name version: publisher` of every package that is not the distribution's. */
function thirdParties(id: EcosystemId, status: string | Buffer): readonly string[] {
  const found: string[] = [];
  readControlParagraphs(Buffer.from(status), {
    wanted: new Set(['package', 'version', 'maintainer', 'origin', 'vendor', 'license']),
    maxFieldBytes: 1000,
    problem: () => undefined,
    paragraph: (fields) => {
      const supplier = findDpkgSupplier(id, fields);
      if (supplier !== undefined) found.push(`${fields.get('package') ?? ''} ${fields.get('version') ?? ''}: ${supplier}`);
    },
  });
  return found;
}

describe('findDpkgSupplier', () => {
  it.each<[name: string, id: EcosystemId, fields: string, expected: string | undefined]>([
    ['a maintainer of Debian', 'debian', 'Version: 1-1\nMaintainer: A <a@debian.org>', undefined],
    ['a maintainer of Debian with an address of their own', 'debian', 'Version: 1-1\nMaintainer: A <a@mit.edu>', undefined],
    ['a maintainer of Debian who works at NVIDIA', 'debian', 'Version: 1-1\nMaintainer: A <a@nvidia.com>', undefined],
    ['no maintainer', 'debian', 'Version: 1-1', undefined],
    ['security updates', 'debian', 'Version: 3.0.11-1~deb12u2\nMaintainer: A <a@debian.org>', undefined],
    ['backports', 'debian', 'Version: 3.0.11-1~bpo12+1\nMaintainer: A <a@debian.org>', undefined],
    ['a build for sid', 'debian', 'Version: 1.28.3-2~sid1\nMaintainer: A <a@debian.org>', undefined],
    ['NodeSource by its address', 'debian', 'Version: 18.20.4\nMaintainer: Ivan <ivan@nodesource.com>', 'NodeSource'],
    ['NodeSource by its version', 'debian', 'Version: 18.14.0-deb-1nodesource1', 'NodeSource'],
    ['PGDG, which keeps Debian’s maintainers', 'debian', 'Version: 16.3-1.pgdg120+1\nMaintainer: A <team+postgresql@tracker.debian.org>', 'PostgreSQL Global Development Group'],
    ['Ondřej Surý’s PHP', 'debian', 'Version: 8.3.8-1+0~20240606.49+debian12~1.gbp+deb.sury.org~1\nMaintainer: A <a@tracker.debian.org>', 'deb.sury.org'],
    ['a subdomain', 'debian', 'Version: 8.4.0-1debian12\nMaintainer: MySQL Release Engineering <mysql-build@oss.oracle.com>', 'Oracle'],
    ['a whole address', 'debian', 'Version: 1-1\nMaintainer: cudatools <cudatools@nvidia.com>', 'NVIDIA'],
    ['no address, as in distroless', 'debian', 'Version: 18.17.1\nMaintainer: OpenJS Foundation <https://openjsf.org/>', 'OpenJS Foundation'],
    ['a name alone', 'debian', 'Version: 2.52.0\nMaintainer: GitHub', 'GitHub'],
    ['a code name at the end of the version', 'debian', 'Version: 1.27.0-1~bookworm\nMaintainer: A <a@example.com>', 'A'],
    ['a code name with a number', 'ubuntu', `Version: 1.27.0-1~jammy1\n${ubuntu}`, 'unknown'],
    ['a vendor, as fpm writes it', 'debian', 'Version: 1\nMaintainer: <root@build-7>\nVendor: Acme Inc.', 'Acme Inc.'],
    ['no vendor, as fpm writes it', 'debian', 'Version: 1\nVendor: none\nMaintainer: Root <root@build-7>', 'Root'],
    ['a licence, which no package of Debian states', 'debian', 'Version: 1\nLicense: MIT', 'unknown'],
    ['an origin', 'debian', 'Version: 1-1\nOrigin: Artifacts\nMaintainer: A <a@debian.org>', 'Artifacts'],
    ['Ubuntu’s dpkg, which names Debian as its origin', 'ubuntu', `Version: 1.19.0.5ubuntu2.3\nOrigin: debian\n${ubuntu}`, undefined],
    ['Ubuntu', 'ubuntu', `Version: 1-1ubuntu1\n${ubuntu}`, undefined],
    ['Canonical', 'ubuntu', 'Version: 1-1\nMaintainer: A <a@canonical.com>', undefined],
    ['a package of Ubuntu that keeps Debian’s maintainer', 'ubuntu', 'Version: 1-1\nMaintainer: A <a@lists.alioth.debian.org>', undefined],
    ['somebody else on Ubuntu', 'ubuntu', 'Version: 1-1\nMaintainer: "Acme, Inc." <dev@acme.example>', 'Acme, Inc.'],
    ['a name like Ubuntu’s domain', 'ubuntu', 'Version: 1-1\nMaintainer: A <a@notubuntu.com>', 'A'],
    ['a distribution that is not known', 'deb', 'Version: 1-1nodesource1\nVendor: Acme', undefined],
    ['a very long name', 'debian', `Version: 1\nMaintainer: ${'x'.repeat(900)}`, 'x'.repeat(60)],
  ])('%s', (_name, id, fields, expected) => {
    expect(thirdParties(id, `Package: p\n${fields}\n`).map((line) => line.slice(line.indexOf(': ') + 2))).toEqual(expected === undefined ? [] : [expected]);
  }); // prettier-ignore

  it.each<[maintainer: string, hosts: readonly string[], expected: string | undefined]>([
    ['A <dev@acme.example>', ['apt.acme.example'], 'A'],
    ['A <dev@acme.example>', ['acme.example'], 'A'],
    ['A <dev@acme.example>', ['apt.notacme.example', 'apt.example'], undefined],
    ['A <dev@example>', ['apt.example'], undefined],
    ['A <a@debian.org>', ['people.debian.org'], undefined],
  ])('%s with sources at %j is of %s', (maintainer, hosts, expected) => {
    expect(findDpkgSupplier('debian', new Map([['maintainer', maintainer]]), hosts)).toBe(expected);
  });

  const cases = join(import.meta.dirname, '../../../../../shared/cases/os-package-dbs');
  const real = existsSync(cases) ? readdirSync(cases).filter((name) => existsSync(join(cases, name, 'rootfs/var/lib/dpkg/status'))) : [];
  it.skipIf(real.length === 0)('finds no third party in databases of Debian and Ubuntu alone', () => {
    for (const name of real) {
      const status = readFileSync(join(cases, name, 'rootfs/var/lib/dpkg/status'));
      expect(thirdParties(name.includes('texlive') ? 'ubuntu' : 'debian', status)).toEqual([]);
    }
  });
});
