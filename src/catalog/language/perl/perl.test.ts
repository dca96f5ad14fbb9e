import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { perlInstalled } from './perl-installed.ts';
import { perlLock } from './perl-lock.ts';

const install = JSON.stringify({ name: 'JSON::XS', dist: 'JSON-XS-4.03', version: '4.03', pathname: 'M/ML/MLEHMANN/JSON-XS-4.03.tar.gz' });
const pod = `=head2 Tue Jan 10 2023: C<Module> L<Try::Tiny|Try::Tiny>

=over 4

=item *

C<installed into: /usr/local/share/perl/5.36.0>

=item *

C<VERSION: 0.31>

=back
`;
const snapshot = `# carton snapshot format: version 1.0
DISTRIBUTIONS
  Mojolicious-9.22
    pathname: S/SR/SRI/Mojolicious-9.22.tar.gz
    provides:
      Mojo undef
      Mojolicious 9.22
    requirements:
      ExtUtils::MakeMaker 0
      IO::Socket::IP 0.37
      perl 5.016
  IO-Socket-IP-0.41
    pathname: P/PE/PEVANS/IO-Socket-IP-0.41.tar.gz
    provides:
      IO::Socket::IP 0.41
    requirements:
`;

describeCataloger(perlInstalled, {
  'usr/local/lib/perl5/x86_64-linux/.meta/JSON-XS-4.03/install.json': install,
  'usr/local/lib/perl5/x86_64-linux/auto/Try/Tiny/.packlist': '/usr/local/share/perl/Try/Tiny.pm\n',
});
describeCataloger(perlLock, { 'app/cpanfile.snapshot': snapshot });

describe('Perl', () => {
  it('installs distributions, noted by cpanm or only listed', () => {
    const lib = 'usr/local/lib/perl5/x86_64-linux';
    const files = {
      [`${lib}/.meta/JSON-XS-4.03/install.json`]: install,
      [`${lib}/.meta/JSON-XS-4.03/MYMETA.json`]: '{"license":["perl_5"]}',
      [`${lib}/auto/JSON/XS/.packlist`]: '',
      [`${lib}/auto/Try/Tiny/.packlist`]: '',
      [`${lib}/auto/No/Version/.packlist`]: '',
      [`${lib}/perllocal.pod`]: pod,
      'usr/local/lib/perl5/5.36.0/x86_64-linux/.packlist': '',
      'app/install.json': '{}',
    };
    expect(listPackages('perl-installed', files, true)).toEqual([
      'pkg:cpan/MLEHMANN/JSON-XS@4.03 file (Artistic-1.0-Perl OR GPL-1.0-or-later)',
      'pkg:cpan/No-Version file',
      'pkg:cpan/Try-Tiny@0.31 file',
    ]);
  });

  it.each([
    [snapshot, ['pkg:cpan/PEVANS/IO-Socket-IP@0.41 declared', 'pkg:cpan/SRI/Mojolicious@9.22 declared → IO-Socket-IP']],
    ['', ['LOCKFILE_UNREADABLE cpanfile.snapshot is not a snapshot of Carton, version 1']],
    [
      '# carton snapshot format: version 1.0\nDISTRIBUTIONS\n  x\n',
      ['LOCKFILE_UNREADABLE cpanfile.snapshot has 1 distributions without a name and version'],
    ],
  ])('%#', (content, expected) => {
    expect(listPackages('perl-lock', { 'cpanfile.snapshot': content })).toEqual(expected);
  });

  it.each([
    ['[', 'is not a JSON object'],
    ['{}', 'has no distribution and version'],
  ])('%s %s', (content, problem) => {
    expect(listPackages('perl-installed', { 'l/.meta/A-1/install.json': content })).toEqual([
      `MANIFEST_UNREADABLE l/.meta/A-1/install.json ${problem}`,
    ]);
  });
});
