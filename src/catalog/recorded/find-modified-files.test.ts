import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { adbFile } from '../../../test/support/adb-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { rpmHeader } from '../../../test/support/rpm-builder.ts';
import { limits } from '../../model/limits.ts';
import { catalogWithFiles } from '../catalog-tree.ts';
import { parseRpmHeader } from '../os/rpm/header.ts';
import { recordedFilesOfHeader } from '../os/rpm/header-files.ts';

const script = '#!/bin/sh\n';
const info = 'var/lib/dpkg/info';
const status = 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2\n\n';
const bash: MemoryLayer = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n', 'var/lib/dpkg/status': status };

function find(...layers: readonly MemoryLayer[]): readonly string[] {
  const { catalog, modifiedFiles } = catalogWithFiles(makeMemoryTree(...layers), { now: new Date('2026-06-01T00:00:00Z'), isImage: true });
  const nameOf = (id: string): string | undefined => catalog.packages.find((one) => one.id === id)?.name;
  return modifiedFiles().map(
    ({ path, layerIndex, packageId, linkTarget }) =>
      `${path} in ${layerIndex} of ${nameOf(packageId)}${linkTarget === undefined ? '' : ` → ${linkTarget}`}`,
  );
}

function hash(algorithm: string, text: string, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHash(algorithm).update(text).digest(encoding);
}

/** A line of `.md5sums`. */
function md5(path: string, content = script): string {
  return `${hash('md5', content)}  ${path}\n`;
}

describe('of dpkg', () => {
  it.each<[name: string, layers: readonly MemoryLayer[], expected: readonly string[]]>([
    ['accepts what is as recorded', [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash'), 'usr/bin/bash': script }], []],
    [
      'names the layer that has the change',
      [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash'), 'usr/bin/bash': script }, { 'usr/bin/bash': `${script}evil` }],
      ['usr/bin/bash in 1 of bash'],
    ],
    ['accepts what was deleted', [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash') }], []],
    [
      'follows directories that became links',
      [{ ...bash, [`${info}/bash:amd64.md5sums`]: md5('bin/bash'), bin: { link: 'usr/bin' }, 'usr/bin/bash': `${script}x` }],
      ['usr/bin/bash in 0 of bash'],
    ],
    [
      'finds a link in the place of a program',
      [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash'), 'usr/bin/bash': { link: '/opt/sh' }, 'opt/sh': `${script}x` }],
      ['usr/bin/bash in 0 of bash → /opt/sh'],
    ],
    [
      'accepts a link to the same content',
      [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash'), 'usr/bin/bash': { link: 'bash.real' }, 'usr/bin/bash.real': script }],
      [],
    ],
    [
      'looks for a diverted file under its new name',
      [
        {
          ...bash,
          [`${info}/bash.md5sums`]: md5('usr/bin/bash') + md5('usr/bin/sh'),
          'var/lib/dpkg/diversions': '/usr/bin/bash\n/usr/bin/bash.distrib\n:\n/usr/bin/sh\n/usr/bin/sh.distrib\nbash\n',
          'usr/bin/bash': `${script}other`,
          'usr/bin/bash.distrib': script,
          'usr/bin/sh': script,
        },
      ],
      [],
    ],
    [
      'accepts what one of several packages recorded',
      [
        {
          ...bash,
          'var/lib/dpkg/status': `${status}Package: dash\nStatus: install ok installed\nVersion: 1\n\n`,
          [`${info}/bash.md5sums`]: md5('usr/bin/sh', 'old'),
          [`${info}/dash.md5sums`]: md5('usr/bin/sh'),
          'usr/bin/sh': script,
        },
      ],
      [],
    ],
    [
      'compares no text, nothing outside of the directories of packages and nothing large',
      [
        {
          ...bash,
          [`${info}/bash.md5sums`]: md5('usr/share/x.txt') + md5('usr/local/bin/x') + md5('opt/x') + md5('usr/bin/large') + 'no digest\n',
          'usr/share/x.txt': 'x',
          'usr/local/bin/x': '#!x',
          'opt/x': '#!x',
          'usr/bin/large': `#!${'x'.repeat(limits.codeDigestBytes)}`,
        },
      ],
      [],
    ],
    [
      'compares a program of just the limit',
      [{ ...bash, [`${info}/bash.md5sums`]: md5('usr/bin/bash'), 'usr/bin/bash': `#!${'x'.repeat(limits.codeDigestBytes - 2)}` }],
      ['usr/bin/bash in 0 of bash'],
    ],
    [
      'reads the lists of images without a status file',
      [
        {
          'etc/os-release': 'ID=debian\nVERSION_ID=12\n',
          'var/lib/dpkg/status.d/bash': 'Package: bash\nArchitecture: amd64\nVersion: 5.2\n',
          'var/lib/dpkg/status.d/bash.md5sums': md5('usr/bin/bash'),
          'usr/bin/bash': '#!x',
        },
      ],
      ['usr/bin/bash in 0 of bash'],
    ],
  ])('%s', (_, layers, expected) => {
    expect(find(...layers)).toEqual(expected);
  });
});

describe('of apk', () => {
  const busybox = '\x7fELF busybox';
  const alpine: MemoryLayer = {
    'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.1\n',
    'bin/busybox': busybox,
    'bin/sh': { link: '/bin/busybox' },
  };
  const installed = [
    'P:busybox\nV:1-r0\nF:bin\nR:busybox\na:0:0:755',
    `Z:Q1${hash('sha1', busybox, 'base64')}`,
    `R:sh\nZ:Q1${hash('sha1', '/bin/busybox', 'base64')}`,
    `R:new\nZ:Q2${hash('sha256', script, 'base64')}\n\n`,
  ].join('\n');
  const changed: MemoryLayer = { 'bin/busybox': '\x7fELF other', 'bin/sh': { link: '/bin/dash' }, 'bin/new': '#!x' };
  const changes = ['bin/busybox in 1 of busybox', 'bin/new in 1 of busybox', 'bin/sh in 1 of busybox → /bin/dash'];

  it('compares files and the targets of links', () => {
    const base = { ...alpine, 'bin/new': script, 'lib/apk/db/installed': installed };
    expect(find(base)).toEqual([]);
    expect(find(base, changed)).toEqual(changes);
  });

  it('reads the binary database of apk 3', () => {
    const bytes = (algorithm: string, text: string): Buffer => createHash(algorithm).update(text).digest();
    const files = [
      { 1: 'busybox', 5: bytes('sha256', busybox) },
      { 1: 'new', 5: bytes('sha1', script) },
      { 1: 'sh', 5: bytes('sha256', 'x'), 6: 'x' },
    ];
    const database = adbFile('idb', { 1: [{ 1: { 1: 'busybox', 2: '1-r0' }, 2: [{ 1: 'bin', 3: files }] }] });
    const base = { ...alpine, 'bin/new': script, 'lib/apk/db/installed': database };
    expect(find(base)).toEqual([]);
    expect(find(base, changed)).toEqual(changes.slice(0, 2));
  });
});

it('takes from rpm the regular files that are to be verified and no configuration', () => {
  const names = ['fixed', 'configuration', 'unverified', 'ghost', 'link', 'documentation', 'none'];
  const header = rpmHeader({
    name: 'x',
    files: names.map((name) => `/usr/bin/${name}`),
    recorded: {
      algorithm: 8,
      digests: ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', ''],
      flags: [0, 1, 0, 64, 0, 2, 0],
      verified: [0xffff, 0xffff, 0xfffe, 0xffff, 0xffff, 0xffff, 0xffff],
      modes: [0o100755, 0o100755, 0o100755, 0o100755, 0o120777, 0o100644, 0o100755],
    },
  });
  expect([...recordedFilesOfHeader(parseRpmHeader(header))]).toEqual([
    { path: 'usr/bin/fixed', algorithm: 'sha256', digest: 'aa' },
    { path: 'usr/bin/documentation', algorithm: 'sha256', digest: 'ff' },
  ]);
});
