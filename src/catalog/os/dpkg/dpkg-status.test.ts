import { describe, expect, it } from 'vitest';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued } from '../../cataloger.ts';
import { dpkgStatus } from './dpkg-status.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

const stanzas = [1, 2, 3].map(
  (at) =>
    `Package: p${at}\nStatus: install ok installed\nVersion: ${at}\nSource: s (1)\nDepends: p1, x | p2 (>= 1)\nDescription: x\n y\n\n`,
);
describeCataloger(dpkgStatus, { 'var/lib/dpkg/status': stanzas.join(''), 'var/lib/dpkg/status.d/p': stanzas[0]! });

const status = 'var/lib/dpkg/status';

function catalog(content: string | Buffer, layer: MemoryLayer = {}, path = status): Catalogued {
  const tree = makeMemoryTree({ ...layer, [path]: content });
  const bytes = tree.read(tree.get(path)!)!;
  return dpkgStatus.catalog(tree.get(path)!, bytes, {
    tree,
    distribution: { id: 'debian', ecosystem: 'debian', release: '12', path: 'etc/os-release' },
  });
}

function lines({ packages, issues }: Catalogued): readonly string[] {
  return [
    ...packages.map(
      (one) => `${one.name} ${one.version ?? '-'} ${one.architecture ?? '-'} ${one.source?.name ?? '-'} ${one.source?.version ?? '-'}`,
    ),
    ...issues.map((issue) => issue.message),
  ];
}

const bash = 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2.15-2+b7\nSource: bash (5.2.15-2)\n';
const bashLine = 'bash 5.2.15-2+b7 amd64 bash 5.2.15-2';

describe('dpkgStatus', () => {
  it.each<[name: string, content: string, expected: readonly string[]]>([
    ['one', `${bash}\n`, [bashLine]],
    ['no blank line at the end', bash, [bashLine]],
    ['no newline at the end', bash.trimEnd(), ['bash 5.2.15-2+b7 amd64 bash 5.2.15-2']],
    ['CRLF', `${bash}\n`.replaceAll('\n', '\r\n'), [bashLine]],
    ['tabs', bash.replaceAll(': ', ':\t'), [bashLine]],
    ['lower case', bash.replaceAll(/^\w+/gm, (name) => name.toLowerCase()), [bashLine]],
    [
      'several blank lines',
      `\n\n${bash}\n\n\n${bash.replace('bash', 'dash').replace('Source: bash', 'Source: dash')}`,
      [bashLine, 'dash 5.2.15-2+b7 amd64 dash 5.2.15-2'],
    ],
    [
      'source without version',
      'Package: libssl3\nStatus: install ok installed\nVersion: 3\nArchitecture: amd64\nSource: openssl\n',
      ['libssl3 3 amd64 openssl 3'],
    ],
    ['no source', 'Package: a\nStatus: install ok installed\nVersion: 1:2-3\nArchitecture: all\n', ['a 1:2-3 all a 1:2-3']],
    ['removed, configuration left', `Package: a\nStatus: deinstall ok config-files\nVersion: 1\n\n${bash}`, [bashLine]],
    ['without a status', `Package: a\nVersion: 1\n\n${bash}`, [bashLine]],
    ['not installed', `Package: a\nStatus: unknown ok not-installed\n\n${bash}`, [bashLine]],
    [
      'half-installed and unpacked',
      'Package: a\nStatus: install reinstreq half-installed\nVersion: 1\n\nPackage: b\nStatus: install ok unpacked\nVersion: 2\n',
      ['a 1 - a 1', 'b 2 - b 2'],
    ],
    ['twice: the last counts', `${bash}\n${bash.replace('b7', 'b8')}`, ['bash 5.2.15-2+b8 amd64 bash 5.2.15-2']],
    ['twice: then removed', `${bash}\n${bash.replace('install ok installed', 'deinstall ok config-files')}`, []],
    ['two architectures', `${bash}\n${bash.replace('amd64', 'i386')}`, [bashLine, bashLine.replace('amd64', 'i386')]],
    [
      'empty version',
      'Package: a\nStatus: install ok installed\nVersion:\n',
      ['a - - - -', 'var/lib/dpkg/status: a has no version (byte 0)'],
    ],
    ['impossible epoch', 'Package: a\nStatus: install ok installed\nVersion: 99999999999:1\n', ['a 99999999999:1 - a 99999999999:1']],
    [
      'hostile names',
      'Package: <script>\nStatus: install ok installed\nVersion: 1\n\nPackage: ../../x\nStatus: install ok installed\nVersion: 1\n\nPackage: a\u001b[2J\nStatus: install ok installed\nVersion: 1\n',
      ['<script> 1 - <script> 1', '../../x 1 - ../../x 1', 'a\u001b[2J 1 - a\u001b[2J 1'],
    ],
    ['no name', `Version: 1\n\n${bash}`, [bashLine, 'var/lib/dpkg/status: a record names no package (byte 0)']],
    ['continuation first', ` text\n${bash}`, [bashLine, 'var/lib/dpkg/status: a paragraph begins with a continuation line (byte 0)']],
    ['line without colon', `nonsense\n${bash}`, [bashLine, 'var/lib/dpkg/status: a line has no field name (byte 0)']],
    [
      'NULs',
      `\0\0\0\n\n${bash}`,
      [bashLine, 'var/lib/dpkg/status: a line has no field name (byte 0)', 'var/lib/dpkg/status: a record names no package (byte 0)'],
    ],
    [
      'cut at a block',
      bash.padEnd(512, 'x'),
      [
        'bash 5.2.15-2+b7 amd64 bash 5.2.15-2',
        'var/lib/dpkg/status: ends in the middle of a line and of a block; it may be cut',
        'var/lib/dpkg/status: a line has no field name (byte 108)',
      ],
    ],
  ])('%s', (_name, content, expected) => {
    const found = lines(catalog(content));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('keeps bytes that are no UTF-8 apart', () => {
    const content = Buffer.concat([
      Buffer.from('Package: a'),
      Buffer.from([0xff]),
      Buffer.from('\nStatus: install ok installed\n\nPackage: a'),
      Buffer.from([0xfe]),
      Buffer.from('\nStatus: install ok installed\n'),
    ]);
    expect(catalog(content).packages.map((one) => one.name)).toEqual(['a\udcff', 'a\udcfe']);
  });

  it('bounds one field', () => {
    const under = `Package: a\nStatus: install ok installed\nVersion: 1\nDepends: ${'x'.repeat(limits.databaseFieldBytes - 1)}\n`;
    expect(lines(catalog(under))).toEqual(['a 1 - a 1']);
    expect(lines(catalog(under.replace('Depends: ', 'Depends: xx')))).toEqual([
      'a 1 - a 1',
      `var/lib/dpkg/status: the field depends is longer than ${limits.databaseFieldBytes} bytes (byte 59)`,
    ]);
  });

  it('makes whole packages', () => {
    const { packages } = catalog(bash);
    expect(JSON.parse(JSON.stringify(packages))).toEqual([
      {
        id: 'pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64&distro=debian-12 var/lib/dpkg/status',
        purl: 'pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64&distro=debian-12',
        ecosystem: 'debian',
        release: '12',
        name: 'bash',
        version: '5.2.15-2+b7',
        architecture: 'amd64',
        source: { name: 'bash', version: '5.2.15-2' },
        locations: [{ path: status, layerIndex: 0 }],
        licenses: [],
        dependencies: [],
      },
    ]);
  });

  it.each<[depends: string, expected: readonly string[]]>([
    ['libc6', ['libc6']],
    ['libc6 (>= 2.36), libtinfo6:any', ['libc6', 'libtinfo6']],
    ['nothing | libc6 | libtinfo6', ['libc6']],
    ['awk', ['mawk']],
    ['debconf (>= 0.5) | debconf-2.0,\n libc6', ['libc6']],
    ['a', []],
    [' , |,', []],
  ])('depends on %j', (depends, expected) => {
    const others =
      'Package: libc6\nStatus: install ok installed\n\nPackage: libtinfo6\nStatus: install ok installed\n\nPackage: mawk\nStatus: install ok installed\nProvides: awk (= 1), other\n';
    const { packages } = catalog(`Package: a\nStatus: install ok installed\nPre-Depends: ${depends}\n\n${others}`);
    const names = new Map(packages.map((one) => [one.id, one.name]));
    expect(packages[0]!.resolveDependencies!(() => undefined).map((id) => names.get(id))).toEqual(expected);
  });

  it('prefers its own architecture', () => {
    const { packages } = catalog(
      'Package: b\nStatus: install ok installed\nArchitecture: i386\n\nPackage: b\nStatus: install ok installed\nArchitecture: amd64\n\nPackage: a\nStatus: install ok installed\nArchitecture: amd64\nDepends: b\n',
    );
    expect(packages[2]!.resolveDependencies!(() => undefined)).toEqual([packages[1]!.id]);
  });

  it('reads file lists, with and without architecture', () => {
    const info = 'var/lib/dpkg/info';
    const { packages } = catalog(
      `${bash}\nPackage: dash\nStatus: install ok installed\nArchitecture: amd64\n\nPackage: none\nStatus: install ok installed\n`,
      {
        [`${info}/bash.list`]: '/.\n/bin\n/bin/bash\n/usr\n/usr/share\n/usr/share/b\n/usr/share/bash\n/usr/share/bash/x y\n',
        [`${info}/dash:amd64.list`]: '/bin/dash\n/bin/sh',
        [`${info}/dash.list`]: '/no\n',
      },
    );
    expect(packages.map((one) => [...one.ownedPaths!()])).toEqual([
      ['bin/bash', 'usr/share/b', 'usr/share/bash/x y'],
      ['bin/dash', 'bin/sh'],
      [],
    ]);
  });

  it('reads control files of distroless images', () => {
    const path = 'var/lib/dpkg/status.d/base';
    const sums = `${path}.md5sums`;
    const layer = { [sums]: `${'0'.repeat(32)}  etc/os-release\n${'1'.repeat(32)}  ./usr/a b\n` };
    const found = catalog(
      'Package: base-files\nStatus: install ok installed\nVersion: 12.4\nArchitecture: amd64\nDepends: libc6',
      layer,
      path,
    );
    expect(lines(found)).toEqual(['base-files 12.4 amd64 base-files 12.4']);
    expect([...found.packages[0]!.ownedPaths!()]).toEqual(['etc/os-release', 'usr/a b']);
    expect(found.packages[0]!.resolveDependencies!((at) => (at === 'var/lib/dpkg/status.d/libc6' ? 'id of libc6' : undefined))).toEqual([
      'id of libc6',
    ]);
    expect(lines(catalog('x', {}, sums))).toEqual([]);
  });

  it('takes a maintainer at a host of apt’s sources for another publisher, also when a later layer removed the source', () => {
    const acme = 'Package: acme\nStatus: install ok installed\nVersion: 1-1\nMaintainer: Acme <dev@acme.example>\n';
    const tree = makeMemoryTree(
      { 'etc/apt/sources.list.d/acme.list': 'deb [signed-by=/k.gpg] https://apt.acme.example/linux stable main\n' },
      { 'etc/apt/sources.list.d/.wh.acme.list': '', [status]: `${acme}\n${bash}` },
    );
    const { packages } = dpkgStatus.catalog(tree.get(status)!, tree.read(tree.get(status)!)!, {
      tree,
      distribution: { id: 'debian', ecosystem: 'debian', release: '12', path: 'etc/os-release' },
    });
    expect(packages.map((one) => `${one.name} ${one.supplier ?? '-'}`)).toEqual(['acme Acme', 'bash -']);
  });

  it('tells a hundred problems and counts the others', () => {
    const { issues } = catalog('Version: 1\n\n'.repeat(limits.issuesPerOrigin + 5));
    expect(issues).toHaveLength(limits.issuesPerOrigin + 1);
    expect(issues.at(-1)!.message).toBe('var/lib/dpkg/status: 5 more records could not be read');
  });
});
