import { beforeAll, describe, expect, it } from 'vitest';
import { goBinary } from '../../../test/support/go-binary-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { catalogTree } from '../catalog-tree.ts';
import { prepareYamlContent } from '../language/parse-yaml-content.ts';
import { unreadFiles } from './unread-files.ts';

beforeAll(prepareYamlContent);

const debian = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  'var/lib/dpkg/status': 'Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n',
};

/** Kind, message and path of each issue. */
function unreadIn(files: MemoryLayer, isImage = true): readonly string[] {
  const { issues } = catalogTree(makeMemoryTree({ ...debian, ...files }), { now: new Date('2026-11-20T00:00:00Z'), isImage });
  return issues.map(({ code, severity, contentKind, message }) => `${code} ${severity} ${contentKind ?? ''}: ${message}`);
}

const notRead = (kind: string, message: string): string => `PACKAGES_NOT_READ error ${kind}: ${message}`;

describe('packages of a kind that is not supported yet', () => {
  const inImages = [
    ['python', 'opt/x/old.egg'],
    ['npm', 'app/bun.lockb'],
  ] as const;
  it.each(inImages)('is an error in an image: %s by %s', (kind, path) => {
    expect(unreadIn({ [path]: '' })).toEqual([
      expect.stringMatching(new RegExp(`^PACKAGES_NOT_READ error ${kind}: .* are not supported yet: ${path}$`)),
    ]);
  });

  const inSources = [
    ['python', 'setup.py'],
    ['java', 'build.gradle.kts'],
    ['swift', 'Package.swift'],
  ] as const;
  it.each(inSources)('is an error in a source tree only: %s by %s', (kind, path) => {
    expect(unreadIn({ [path]: '' }, false).map((line) => line.split(':')[0])).toEqual([`PACKAGES_NOT_READ error ${kind}`]);
    expect(unreadIn({ [path]: '' })).toEqual([]);
  });

  it.each(['node_modules/jquery/bower.json', 'app/node_modules/@a/b/Cargo.toml', 'venv/lib/python3.12/site-packages/x/setup.py'])(
    'is not what an installed package ships for its own developers: %s',
    (path) => {
      expect(unreadIn({ [path]: '' }, false)).toEqual([]);
      expect(unreadIn({ 'bower.json': '', [path]: '' }, false)).toEqual([
        notRead('npm', 'packages of Bower are not supported yet: bower.json'),
      ]);
    },
  );

  it('is counted, with the first path', () => {
    expect(unreadIn({ 'b/bun.lockb': '', 'a/bun.lockb': '' })).toEqual([
      notRead('npm', 'lock files of Bun in binary form are not supported yet: a/bun.lockb, and 1 more'),
    ]);
  });

  it('is no error where a Python package ships the package.json of its built scripts', () => {
    const manifest = '{"dependencies":{"react":"18"}}';
    expect(unreadIn({ 'usr/lib/python3/site-packages/lab/package.json': manifest })).toEqual([]);
    expect(unreadIn({ 'srv/lab/package.json': manifest })).toHaveLength(1);
  });

  it('is no error where a package of the distribution owns the file', () => {
    expect(unreadIn({ 'opt/a/bun.lockb': '', 'var/lib/dpkg/info/a.list': '/.\n/opt/a/bun.lockb\n' })).toEqual([]);
  });

  it('is not what only runs in CI', () => {
    expect(unreadIn({ '.github/workflows/ci.yml': 'jobs: {}', '.github/actions/setup/action.yml': 'runs: {}' }, false)).toEqual([]);
  });

  it.each(['notes.txt', 'app/build.props', 'release', 'DESCRIPTION', 'ebin/readme', 'wp-includes/plugin.php', 'x.gemspec/y'])(
    'is not what %s tells of',
    (path) => {
      expect([unreadIn({ [path]: '' }), unreadIn({ [path]: '' }, false)]).toEqual([[], []]);
    },
  );

  it('has words for its issue in each row', () => {
    for (const { kind, what } of unreadFiles) expect([/^[a-z][a-z-]*$/.test(kind), what]).toEqual([true, expect.not.stringMatching(/\.$/)]);
  });
});

describe('npm projects', () => {
  const manifest = '{"name":"shop","dependencies":{"lodash":"4"}}';
  const installed = {
    'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.0.0"}',
    'app/node_modules/lodash/index.js': '',
  };
  it.each<[name: string, files: MemoryLayer, isRead: boolean]>([
    ['with dependencies and no lock file', { 'app/package.json': manifest }, false],
    ['without dependencies', { 'app/package.json': '{"name":"shop"}' }, true],
    ['with a package-lock.json', { 'app/package.json': manifest, 'app/package-lock.json': '{"packages":{}}' }, true],
    ['with installed packages', { 'app/package.json': manifest, ...installed }, true],
    ['with a yarn.lock and installed packages', { 'app/package.json': manifest, 'app/yarn.lock': '', ...installed }, true],
    ['of a workspace whose root has the packages', { 'app/packages/a/package.json': manifest, ...installed }, true],
    ['beside a folder of packages', { 'other/package.json': manifest, ...installed }, false],
    [
      'that is an unpacked release',
      { 'opt/yarn-1.22.4/package.json': '{"name":"yarn","version":"1.22.4","dependencies":{"a":"1"}}' },
      true,
    ],
    ['that is not JSON', { 'app/package.json': 'x' }, true],
  ])('%s', (_name, files, isRead) => {
    expect(unreadIn(files).length).toBe(isRead ? 0 : 1);
    expect(unreadIn(files, false).length).toBe(isRead ? 0 : 1);
  });
});

describe('programs and libraries', () => {
  const program = goBinary({ form: 'none', hasGoMark: false });
  const unknown = (path: string): string =>
    notRead('executable', `programs and libraries that no package owns are not supported yet: ${path}`);

  it('are an error if nothing describes their content', () => {
    expect(unreadIn({ 'usr/local/bin/server': { content: program, mode: 0o755 } })).toEqual([unknown('usr/local/bin/server')]);
    expect(unreadIn({ 'usr/local/lib/libx.so': program })).toEqual([unknown('usr/local/lib/libx.so')]);
    expect(unreadIn({ 'app/x.exe': goBinary({ form: 'none', format: 'pe', hasGoMark: false }) })).toEqual([unknown('app/x.exe')]);
  });

  it('are .NET packages with a CLI header', () => {
    const assembly = goBinary({ form: 'none', format: 'pe', hasGoMark: false });
    assembly.writeUInt32LE(0x2008, assembly.indexOf('PE\0\0') + 24 + 112 + 14 * 8);
    expect(unreadIn({ 'app/x.dll': assembly })).toEqual([notRead('dotnet', '.NET packages are not supported yet: app/x.dll')]);
  });

  it('are read, or reported, if Go built them', () => {
    expect(unreadIn({ 'bin/a': goBinary({ modules: 'path\ta\nmod\ta\tv1.0.0\n' }) })).toEqual([]);
    expect(unreadIn({ 'bin/a': goBinary() })).toEqual([
      'EXECUTABLE_UNREADABLE error go-binary: bin/a: is a Go program that does not list its modules',
    ]);
  });

  it('are parts of the package that owns them, or that they were published with', () => {
    expect(unreadIn({ 'bin/a': program, 'var/lib/dpkg/info/a.list': '/.\n/bin/a\n' })).toEqual([]);
    const npm = { 'app/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}' };
    expect(unreadIn({ ...npm, 'app/node_modules/a/addon.node': program })).toEqual([]);
  });

  it('are no matter in a source tree, nor are object files, texts and what is too short', () => {
    expect(unreadIn({ 'bin/a': program }, false)).toEqual([]);
    const object = Buffer.from(program);
    object.writeUInt16LE(1, 16);
    expect(
      unreadIn({ 'lib/a.ko': object, 'a.sh': '#!/bin/sh\n'.repeat(90), 'b.txt': `MZ ${'text '.repeat(90)}`, c: program.subarray(0, 100) }),
    ).toEqual([]);
  });
});
