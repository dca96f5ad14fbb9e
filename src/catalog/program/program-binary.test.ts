import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../test/support/cataloger-contract.ts';
import { goBinary } from '../../../test/support/go-binary-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../catalog-tree.ts';
import { programBinary } from './program-binary.ts';
import { programVersions } from './program-inspector.ts';
import { programs } from './programs.ts';

const program = goBinary({ form: 'none', hasGoMark: false, readOnlyBytes: 8_192 });

/** A program or a script with some text in it. */
function fileWith(text: string, isScript = false): Buffer {
  const head = isScript ? Buffer.from(`#!/usr/bin/env php\n${'x'.repeat(200)}`) : program;
  return Buffer.concat([head, Buffer.from(text, 'latin1'), Buffer.alloc(3_000, 'other text ')]);
}

/** What the inspector learns of a file, read in pieces. */
function versionsIn(name: string, content: Buffer, pieceBytes = content.length): readonly unknown[] {
  const entry = { path: `usr/bin/${name}`, type: 'file', size: content.length, mode: 0o755, userId: 0, groupId: 0 } as const;
  if (!programVersions.wants(entry, content.subarray(0, 512))) return [];
  const inspection = programVersions.open(entry);
  for (let at = 0; at < content.length; at += pieceBytes) {
    // The reader must not hold on to what it was given.
    const piece = Buffer.from(content.subarray(at, at + pieceBytes));
    inspection.write(piece);
    piece.fill(0xee);
  }
  return inspection.end(true);
}

describeCataloger(programBinary, {
  'usr/sbin/nginx': fileWith('\0nginx version: nginx/1.22.1\0'),
  'usr/local/bin/composer': fileWith("const VERSION = '2.8.9';", true),
});

const marks = programs.flatMap(({ name, isScript, marks: all }) => all.map((mark) => ({ name, isScript, ...mark.example })));

describe('the version of a program', () => {
  it.each(marks)('$name is $version in $file', ({ name, isScript, file, text, version }) => {
    const content = fileWith(text, isScript);
    for (const pieceBytes of [content.length, 1_000, 211])
      expect(versionsIn(file, content, pieceBytes)).toContainEqual({ program: name, version });
  });

  it('is found wherever the file is cut into pieces', () => {
    const content = fileWith('\0nginx version: nginx/1.22.1\0');
    const before = content.indexOf('nginx version');
    for (let cut = before - 40; cut < before + 80; cut += 1) {
      const found = versionsIn('nginx', content.subarray(0, cut + 1_000), cut);
      expect([cut, found]).toEqual([cut, [{ program: 'nginx', version: '1.22.1' }]]);
    }
  });

  it('is the one that the file name speaks of', () => {
    const text = '\x002.7.18\0%s\x003.11.2\0';
    expect(versionsIn('libpython3.11.so.1.0', fileWith(text))).toEqual([{ program: 'python', version: '3.11.2' }]);
    expect(versionsIn('python2.7', fileWith(text))).toEqual([{ program: 'python', version: '2.7.18' }]);
    expect(versionsIn('python3.12', fileWith(text))).toEqual([]);
  });

  it('is not guessed where two texts have its form', () => {
    expect(versionsIn('rsync', fileWith('\x003.2.7\0\x003.2.7\0'))).toEqual([{ program: 'rsync', version: '3.2.7' }]);
    expect(versionsIn('rsync', fileWith('\x003.2.7\0\x003.1.1\0'))).toEqual([]);
  });

  it.each([
    ['nginx', Buffer.from('nginx version: nginx/1.22.1 in a text of more than a hundred bytes. '.repeat(9))],
    ['nginx.conf', fileWith('\0nginx version: nginx/1.22.1\0')],
    ['server', fileWith('\0nginx version: nginx/1.22.1\0')],
    ['nginx', fileWith('\0nginx version: %s\0')],
  ])('is not read from %s', (name, content) => {
    expect(versionsIn(name, content)).toEqual([]);
  });
});

describe('programs', () => {
  it('have names of their own, lower case, and a mark', () => {
    const names = programs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, marks: all } of programs) expect([name, /^[a-z][a-z0-9-]*$/.test(name), all.length > 0]).toEqual([name, true, true]);
  });

  it('have patterns that search a file of a megabyte in linear time', () => {
    const text = 'OpenSSL PostgreSQL ruby /perl/5.v5. nginx version: openresty/ 1.2.3.4.5.6 \x001.'.repeat(13_000);
    for (const { files } of programs) expect(files.source.startsWith('^') && files.source.endsWith('$')).toBe(true);
    for (const { example } of programs.flatMap((each) => each.marks)) versionsIn(example.file, fileWith(text));
  });
});

const debian = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' };
const record = (name: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 18.19.1-1nodesource1\nMaintainer: A <a@debian.org>\n${more}\n`;
const node = { content: fileWith('\0node.js/v18.19.1\0'), mode: 0o755 };

function catalog(files: MemoryLayer): Catalog {
  return catalogTree(makeMemoryTree({ ...debian, ...files }), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

/** Programs that were found, and what could not be scanned. */
function told({ packages, issues }: Catalog): readonly string[] {
  const found = packages.filter(({ purl }) => purl.startsWith('pkg:generic/'));
  return [
    ...found.map(({ purl, ecosystem, name, evidence, ownedBy }) => `${purl} ${ecosystem} ${name} ${evidence} ${ownedBy ?? '-'}`),
    ...issues.map(({ code, path }) => `${code} ${path ?? ''}`),
  ];
}

describe('programs in an image', () => {
  it('are packages, and no longer unknown', () => {
    expect(told(catalog({ 'var/lib/dpkg/status': record('a'), 'usr/local/bin/node': node }))).toEqual([
      'pkg:generic/node@18.19.1 bitnami node binary -',
    ]);
  });

  it('are not told twice where the distribution has them', () => {
    const files = {
      'var/lib/dpkg/status': record('nodejs').replace('nodesource1', ''),
      'var/lib/dpkg/info/nodejs.list': '/usr/bin/node\n',
    };
    expect(told(catalog({ ...files, 'usr/bin/node': node }))).toEqual([]);
  });

  it('are told where another publisher packed them', () => {
    const files = { 'var/lib/dpkg/status': record('nodejs'), 'var/lib/dpkg/info/nodejs.list': '/usr/bin/node\n' };
    const [found] = told(catalog({ ...files, 'usr/bin/node': node }));
    expect(found).toMatch(/^pkg:generic\/node@18\.19\.1 bitnami node binary pkg:deb\/debian\/nodejs@/);
  });

  it('explain what comes with them, and nothing else', () => {
    const files = {
      'var/lib/dpkg/status': record('a'),
      'usr/local/lib/libpython3.11.so.1.0': fileWith('\x003.11.2\0'),
      'usr/local/bin/python3.11': fileWith(''),
      'usr/local/lib/python3.11/lib-dynload/_ssl.cpython-311.so': program,
      'opt/tool': program,
    };
    expect(told(catalog(files))).toEqual(['pkg:generic/python@3.11.2 bitnami python binary -', 'PACKAGES_NOT_READ opt/tool']);
    expect(told(catalog({ ...files, 'usr/local/lib/libpython3.11.so.1.0': null }))).toEqual(['PACKAGES_NOT_READ opt/tool']);
  });

  it('have no ecosystem of advisories where there are none', () => {
    const openssl = { 'usr/local/bin/openssl': fileWith('\0OpenSSL 3.0.22 25 Aug 2026\0') };
    expect(told(catalog({ 'var/lib/dpkg/status': record('a'), ...openssl }))).toEqual([
      'pkg:generic/openssl@3.0.22 generic openssl binary -',
    ]);
  });
});
