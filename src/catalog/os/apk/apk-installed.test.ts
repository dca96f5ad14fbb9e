import { describe, expect, it } from 'vitest';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued } from '../../cataloger.ts';
import { apkInstalled } from './apk-installed.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

describeCataloger(apkInstalled, {
  'lib/apk/db/installed': 'P:a\nV:1\nA:x\no:b\nL:MIT\nD:so:x b>1\np:so:x=1\nF:lib\nR:x\n\nP:b\nV:2\n\n',
});

const path = 'lib/apk/db/installed';

function catalog(content: string): Catalogued {
  const tree = makeMemoryTree({ [path]: content });
  return apkInstalled.catalog(tree.get(path)!, tree.read(tree.get(path)!)!, {
    tree,
    distribution: { id: 'alpine', ecosystem: 'alpine', release: '3.22', path: 'etc/os-release' },
  });
}

function lines({ packages, issues }: Catalogued): readonly string[] {
  return [
    ...packages.map((one) => `${one.name} ${one.version ?? '-'} ${one.source?.name ?? '-'}`),
    ...issues.map((issue) => `${issue.code} ${issue.message}`),
  ];
}

const musl =
  'C:Q1abc=\nP:musl\nV:1.2.5-r9\nA:x86_64\nL:MIT\no:musl\nm:T <t@x>\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\nZ:Q1x=\nR:libc.so\nF:\nR:root\n';

describe('apkInstalled', () => {
  it.each<[name: string, content: string, expected: readonly string[]]>([
    ['one', `${musl}\n`, ['musl 1.2.5-r9 musl']],
    ['no blank line at the end', musl, ['musl 1.2.5-r9 musl']],
    ['no newline at the end', musl.trimEnd(), ['musl 1.2.5-r9 musl']],
    ['CRLF', `${musl}\n${musl}`.replaceAll('\n', '\r\n'), ['musl 1.2.5-r9 musl', 'musl 1.2.5-r9 musl']],
    ['any order, unknown keys', 'V:1\nX:?\nA:x\nP:a\n', ['a 1 a']],
    ['origin', 'P:libcrypto3\nV:3\no:openssl\n', ['libcrypto3 3 openssl']],
    ['no version', 'P:a\n\nP:b\nV:1\n', ['a - -', 'b 1 b', `PACKAGE_RECORD_INVALID ${path}: a has no version (byte 0)`]],
    ['no name', 'V:1\n\nP:b\nV:1\n', ['b 1 b', `PACKAGE_RECORD_INVALID ${path}: a record names no package (byte 0)`]],
    ['no key', 'nonsense\nP:b\nV:1\n', ['b 1 b', `PACKAGE_RECORD_INVALID ${path}: a line is not of the form K:value (byte 0)`]],
    ['version 3', 'ADB.schm\0\0', [`PACKAGE_DATABASE_UNREADABLE ${path}: is cut`]],
    ['version 3, compressed', 'ADBd\0\0', [`PACKAGE_DATABASE_UNREADABLE ${path}: is compressed and damaged, or inflates to too much`]],
    ['empty', '', []],
  ])('%s', (_name, content, expected) => {
    expect(lines(catalog(content))).toEqual(expected);
  });

  it('bounds one field', () => {
    const line = `P:a\nV:1\nD:${'x'.repeat(limits.databaseFieldBytes - 2)}\n`;
    expect(lines(catalog(line))).toEqual(['a 1 a']);
    expect(lines(catalog(line.replace('D:', 'D:x')))).toEqual([
      'a 1 a',
      `PACKAGE_RECORD_INVALID ${path}: the field D is longer than ${limits.databaseFieldBytes} bytes (byte 8)`,
    ]);
  });

  it('makes whole packages', () => {
    const { packages } = catalog(musl);
    expect(JSON.parse(JSON.stringify(packages))).toEqual([
      {
        id: `pkg:apk/alpine/musl@1.2.5-r9?arch=x86_64&distro=alpine-3.22 ${path}`,
        purl: 'pkg:apk/alpine/musl@1.2.5-r9?arch=x86_64&distro=alpine-3.22',
        ecosystem: 'alpine',
        release: '3.22',
        name: 'musl',
        version: '1.2.5-r9',
        architecture: 'x86_64',
        source: { name: 'musl', version: '1.2.5-r9' },
        locations: [{ path, layerIndex: 0 }],
        licenses: ['MIT'],
        dependencies: [],
      },
    ]);
    expect([...packages[0]!.ownedPaths!()]).toEqual(['lib/ld-musl-x86_64.so.1', 'lib/libc.so', 'root']);
  });

  it('names a publisher that is known not to be Alpine', () => {
    const nginx = 'P:nginx\nV:1.29.0-r1\nm:NGINX Packaging <nginx-packaging@f5.com>\n\n';
    expect(catalog(nginx + musl).packages.map((one) => `${one.name} ${one.supplier ?? '-'}`)).toEqual(['nginx NGINX', 'musl -']);
  });

  it.each<[depends: string, expected: readonly string[]]>([
    ['musl', ['musl']],
    ['musl>=1.2 so:libc.musl-x86_64.so.1', ['musl']],
    ['cmd:openssl', ['openssl']],
    ['!musl', []],
    ['so:absent.so.1 openssl~3 openssl@edge', ['openssl']],
    ['self', []],
  ])('depends on %j', (depends, expected) => {
    const { packages } = catalog(`P:self\nV:1\nD:${depends}\n\n${musl}\nP:openssl\nV:3\np:cmd:openssl=3 so:libssl.so.3=3\n`);
    const names = new Map(packages.map((one) => [one.id, one.name]));
    expect(packages[0]!.dependencies.map((id) => names.get(id))).toEqual(expected);
  });
});
