import { expect, it } from 'vitest';
import { type EcosystemId } from '../../../model/ecosystem.ts';
import { judgeRpmSuppliers, type RpmOrigin } from './rpm-supplier.ts';

const rocky: RpmOrigin = { vendor: 'Rocky Enterprise Software Foundation', packager: 'Release Engineering <releng@rockylinux.org>' };

it.each<[name: string, id: EcosystemId, origins: readonly RpmOrigin[], expected: readonly (string | undefined)[]]>([
  ['packages of the distribution', 'rocky', [rocky, { vendor: 'Rocky' }], [undefined, undefined]],
  ['Red Hat and CentOS', 'redhat', [{ vendor: 'Red Hat, Inc.' }, { vendor: 'CentOS' }], [undefined, undefined]],
  ['AlmaLinux', 'almalinux', [{ vendor: 'AlmaLinux' }, { vendor: 'CloudLinux' }], [undefined, undefined]],
  [
    'a special interest group of CentOS',
    'redhat',
    [
      { vendor: 'CentOS', packager: 'CentOS BuildSystem <http://bugs.centos.org>' },
      { vendor: 'CentOS', packager: 'CBS <cbs@centos.org>' },
    ],
    [undefined, 'CentOS special interest groups'],
  ],
  ['EPEL', 'redhat', [{ vendor: 'CentOS' }, { vendor: 'Fedora Project' }], [undefined, 'Fedora Project']],
  ['a rebuild of another distribution', 'rocky', [rocky, { vendor: 'AlmaLinux' }], [undefined, 'AlmaLinux']],
  ['NodeSource', 'rocky', [rocky, { vendor: 'NodeSource', packager: 'x' }], [undefined, 'NodeSource']],
  ['no vendor among packages of the distribution', 'rocky', [rocky, {}, { vendor: '' }], [undefined, 'unknown', 'unknown']],
  [
    'no vendor and a packager',
    'rocky',
    [rocky, { packager: 'Jane <jane@acme.example>' }, { vendor: 'none', packager: '(none)' }],
    [undefined, 'Jane', 'unknown'],
  ],
  [
    'a database in which nobody names the distribution',
    'rocky',
    [{}, { packager: 'Jane' }, { vendor: 'Acme' }],
    [undefined, undefined, undefined],
  ],
  ['a known vendor in such a database', 'rocky', [{ vendor: 'Acme' }, { vendor: 'NodeSource' }], [undefined, 'NodeSource']],
  ['a distribution that is not known', 'rpm', [{ vendor: 'SUSE LLC' }, {}], [undefined, undefined]],
])('%s', (_name, id, origins, expected) => {
  expect(judgeRpmSuppliers(id, origins)).toEqual(expected);
});
