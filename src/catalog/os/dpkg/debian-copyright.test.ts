import { describe, expect, it } from 'vitest';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { debianCopyright } from './debian-copyright.ts';
import { normalizeDebianLicense } from './debian-license.ts';

function licensesOf(files: MemoryLayer): readonly unknown[] {
  const record = (name: string): string => `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n\n`;
  const tree = makeMemoryTree({
    'etc/os-release': 'ID=debian\nVERSION_ID=13\n',
    'var/lib/dpkg/status': record('a') + record('b'),
    ...files,
  });
  const { packages, issues } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  return [...packages.map(({ name, licenses }) => [name, licenses]), ...issues];
}

const formatted = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: a

Files: *
Copyright: 2020 A
License: GPL-2+ and Expat

Files: debian/*
License: GPL-2+ and Expat

License: Expat
 Permission is hereby granted, free of charge
 License: none, this is text
`;

describe('licences of Debian packages', () => {
  it('are in their copyright files, also behind a linked folder', () => {
    expect(licensesOf({ 'usr/share/doc/a/copyright': formatted, 'usr/share/doc/b': { link: 'a' } })).toEqual([
      ['a', ['GPL-2.0-or-later AND MIT', 'MIT']],
      ['b', ['GPL-2.0-or-later AND MIT', 'MIT']],
    ]);
  });

  it('are what a free text refers to', () => {
    const text =
      'This is free software.\nOn Debian systems see /usr/share/common-licenses/GPL-2 and\n`/usr/share/common-licenses/Apache-2.0`, or `/usr/share/common-licenses/LGPL-2.1.';
    expect(licensesOf({ 'usr/share/doc/a/copyright': text })).toEqual([
      ['a', ['GPL-2.0-only', 'Apache-2.0', 'LGPL-2.1-only']],
      ['b', []],
    ]);
  });

  it.each([
    ['GPL-3', 'GPL-3.0-only'],
    ['LGPL-2.1+', 'LGPL-2.1-or-later'],
    ['GPL-2+ or Artistic', 'GPL-2.0-or-later OR Artistic-1.0-Perl'],
    ['BSD-3-clause, and ISC', 'BSD-3-Clause AND ISC'],
    ['GPL-2+ with OpenSSL exception', 'GPL-2+ with OpenSSL exception'],
    ['public-domain', 'public-domain'],
    ['and', 'and'],
    ['  ', undefined],
    ['-', undefined],
  ])('are written as SPDX does, where that is clear: %s', (written, expected) => {
    expect(normalizeDebianLicense(written)).toBe(expected);
  });

  it('are read in pieces of any size, in bounded memory', () => {
    const long = `${formatted}${'License: x'.repeat(100_000)}\nLicense: ISC\n${Array.from({ length: 100 }, (_, at) => `License: l${at}\n`).join('')}`;
    const read = (step: number): unknown => {
      const inspection = debianCopyright.open({
        path: 'usr/share/doc/a/copyright',
        type: 'file',
        size: long.length,
        mode: 0o644,
        userId: 0,
        groupId: 0,
      });
      for (let at = 0; at < long.length; at += step) inspection.write(Buffer.from(long.slice(at, at + step)));
      return inspection.end(true);
    };
    const [names] = read(65_536) as readonly (readonly string[])[];
    expect([names!.length, names!.slice(0, 3)]).toEqual([64, ['GPL-2.0-or-later AND MIT', 'MIT', 'ISC']]);
    expect(read(700)).toEqual([names]);
  });
});
