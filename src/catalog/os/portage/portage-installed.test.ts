import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { portageInstalled } from './portage-installed.ts';
import { parsePortageLicense } from './portage-license.ts';

const gentoo = { 'etc/os-release': 'NAME=Gentoo\nID=gentoo\nVERSION_ID="2.17"\n' };

function installed(atom: string, contents: string, more: Readonly<Record<string, string>> = {}): MemoryLayer {
  const folder = `var/db/pkg/${atom}`;
  return {
    [`${folder}/CONTENTS`]: contents,
    ...Object.fromEntries(Object.entries(more).map(([name, text]) => [`${folder}/${name}`, `${text}\n`])),
  };
}

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describeCataloger(portageInstalled, {
  'var/db/pkg/dev-libs/openssl-3.0.13-r1/CONTENTS': 'dir /usr\nobj /usr/bin/openssl 376c02bd3b22804df8fdfdc895e7dbfb 1649284374\n',
});

describe('portage', () => {
  it('lists packages with category, slot, licence, dependencies and files', () => {
    const found = catalog({
      ...gentoo,
      ...installed('dev-libs/openssl-3.0.13-r1', 'dir /usr\nobj /usr/bin/openssl 376c02bd 1649284374\n', {
        LICENSE: 'Apache-2.0',
        SLOT: '0/3',
      }),
      ...installed(
        'dev-lang/python-3.12.1_p1',
        `obj /usr/lib/python3.12/site-packages/pip-24.dist-info/METADATA 376c02bd 1\nsym /usr/bin/python 3 -> python3.12 1\n`,
        {
          LICENSE: 'PSF-2',
          SLOT: '3.12',
          RDEPEND: '>=dev-libs/openssl-1.1.1:= dev-libs/gone !dev-lang/python-exec:3 =dev-libs/openssl-3*',
        },
      ),
      'usr/bin/openssl': '',
      'usr/lib/python3.12/site-packages/pip-24.dist-info/METADATA': 'Metadata-Version: 2.1\nName: pip\nVersion: 24\n',
    });
    const openssl = 'pkg:ebuild/dev-libs/openssl@3.0.13-r1?distro=gentoo-2.17';
    const python = 'pkg:ebuild/dev-lang/python@3.12.1_p1?distro=gentoo-2.17&slot=3.12';
    expect(found.packages.map(({ purl, name, version, licenses }) => [purl, name, version, licenses])).toEqual([
      [python, 'dev-lang/python', '3.12.1_p1', ['PSF-2']],
      [openssl, 'dev-libs/openssl', '3.0.13-r1', ['Apache-2.0']],
      ['pkg:pypi/pip@24', 'pip', '24', []],
    ]);
    expect(found.packages.map(({ dependencies, ownedBy }) => [dependencies, ownedBy])).toEqual([
      [[`${openssl} var/db/pkg/dev-libs/openssl-3.0.13-r1/CONTENTS`], undefined],
      [[], undefined],
      [[], `${python} var/db/pkg/dev-lang/python-3.12.1_p1/CONTENTS`],
    ]);
    expect(found.issues).toEqual([]);
  });

  it('splits names at the first hyphen before a version', () => {
    const names = ['x11-libs/gtk+-3.24.41-r1', 'media-fonts/font-misc-misc-1.1.3', 'dev-perl/X-1-2.0', 'sys-devel/gcc-13.2.1_p20240210'];
    const found = catalog({ ...gentoo, ...Object.assign({}, ...names.map((name) => installed(name, ''))) });
    expect(found.packages.map(({ name, version }) => [name, version])).toEqual(
      [
        ['dev-perl/X', undefined],
        ['media-fonts/font-misc-misc', '1.1.3'],
        ['sys-devel/gcc', '13.2.1_p20240210'],
        ['x11-libs/gtk+', '3.24.41-r1'],
      ].map(([name, version]) => (name === 'dev-perl/X' ? ['dev-perl/X-1', '2.0'] : [name, version])),
    );
  });

  it.each<[name: string, layers: readonly MemoryLayer[], codes: readonly string[]]>([
    ['no database', [gentoo], ['PACKAGE_DATABASE_UNREADABLE']],
    ['a removed database', [{ ...gentoo, ...installed('a/b-1', 'dir /usr\n') }, { 'var/db/pkg': null }], ['PACKAGE_DATABASE_REMOVED']],
    ['a folder without a version', [{ ...gentoo, ...installed('a/b-1', ''), ...installed('a/c', '') }], ['PACKAGE_RECORD_INVALID']],
  ])('is not clean with %s', (_name, layers, codes) => {
    expect(catalog(...layers).issues.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['Apache-2.0 BSD MIT', 'Apache-2.0 AND BSD AND MIT'],
    ['|| ( GPL-2 LGPL-3 ) MIT', '(GPL-2 OR LGPL-3) AND MIT'],
    ['GPL-2+ doc? ( FDL-1.3 )', 'GPL-2+ AND FDL-1.3'],
    ['|| ( MIT )', 'MIT'],
    [') ( ) MIT', 'MIT'],
    ['', undefined],
    ['( '.repeat(50_000), undefined],
  ])('reads the licence %j', (text, expected) => {
    expect(parsePortageLicense(text)).toBe(expected);
  });
});
