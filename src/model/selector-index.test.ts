import { describe, expect, it } from 'vitest';
import { makeSelectorIndex } from './selector-index.ts';

const index = makeSelectorIndex([
  { paths: ['lib/apk/db/installed', 'os-release'], maxBytes: 100 },
  { names: ['package.json'], maxBytes: 10 },
  { inDirectories: [{ directory: 'var/lib/dpkg/info', suffix: '.list' }], maxBytes: 20 },
  { inDirectories: [{ directory: 'var/lib/dpkg/status.d', suffix: '' }], maxBytes: 30 },
  { paths: ['app/package.json'], names: ['package.json', 'installed'], maxBytes: 40 },
  { paths: ['var/lib/dpkg/info/format.list'], inDirectories: [{ directory: '', suffix: '.json' }], maxBytes: 50 },
  { suffixes: ['.jar', '.deps.json'], maxBytes: 60 },
  {
    inFolders: [
      { folder: '*.dist-info', file: 'METADATA' },
      { folder: 'conda-meta', file: '*.json' },
      { under: 'var/lib/pacman/local', folder: '*', file: 'desc' },
      { parent: 'wp-content/plugins', folder: '*', file: '*.php' },
    ],
    maxBytes: 70,
  },
]);

describe('makeSelectorIndex', () => {
  it.each<[path: string, found: readonly number[] | undefined, maxBytes: number]>([
    ['lib/apk/db/installed', [0, 4], 100],
    ['usr/lib/apk/db/installed', [4], 40],
    ['os-release', [0], 100],
    ['html/wp-content/plugins/a/a.php', [7], 70],
    ['wp-content/plugins/a/a.php', [7], 70],
    ['xwp-content/plugins/a/a.php', undefined, 0],
    ['wp-content/plugins/a/b/a.php', undefined, 0],
    ['plugins/a/a.php', undefined, 0],
    ['etc/os-release', undefined, 0],
    ['srv/app/package.json', [1, 4], 40],
    ['app/package.json', [1, 4], 40],
    ['package.json', [1, 4, 5], 50],
    ['xpackage.json', [5], 50],
    ['app/xpackage.json', undefined, 0],
    ['var/lib/dpkg/info/libc6:amd64.list', [2], 20],
    ['var/lib/dpkg/info/format.list', [5, 2], 50],
    ['var/lib/dpkg/info/libc6.md5sums', undefined, 0],
    ['var/lib/dpkg/info/deeper/libc6.list', undefined, 0],
    ['var/lib/dpkg/status.d/base', [3], 30],
    ['var/lib/dpkg/status.d', undefined, 0],
    ['app/a.jar', [6], 60],
    ['.jar', [6], 60],
    ['app/a.jar/b', undefined, 0],
    ['app/ajar', undefined, 0],
    ['app/a.JAR', undefined, 0],
    ['app/shop.deps.json', [6], 60],
    ['app/deps.json', undefined, 0],
    ['a.deps/x.json', undefined, 0],
    ['lib/django-3.0.dist-info/METADATA', [7], 70],
    ['django-3.0.dist-info/METADATA', [7], 70],
    ['lib/django-3.0.dist-info/x/METADATA', undefined, 0],
    ['lib/METADATA', undefined, 0],
    ['METADATA', undefined, 0],
    ['opt/conda-meta/a.json', [7], 70],
    ['opt/conda-meta/shop.deps.json', [6, 7], 70],
    ['opt/xconda-meta/a.json', undefined, 0],
    ['var/lib/pacman/local/bash-5.2-1/desc', [7], 70],
    ['var/lib/pacman/local/desc', undefined, 0],
    ['var/lib/pacman/locals/bash-5.2-1/desc', undefined, 0],
    ['x/var/lib/pacman/local/bash-5.2-1/desc', undefined, 0],
    ['', undefined, 0],
    ['__proto__', undefined, 0],
    ['a/constructor', undefined, 0],
  ])('%s', (path, found, maxBytes) => {
    expect([index.find(path), index.maxBytes(path)]).toEqual([found, maxBytes]);
    const slash = path.lastIndexOf('/');
    const isPossible = index.mayName(path.slice(slash + 1)) || index.mayNameIn(path.slice(0, Math.max(slash, 0)));
    expect(isPossible || found === undefined).toBe(true);
  });

  it('requires a dot in a suffix', () => {
    expect(() => makeSelectorIndex([{ suffixes: ['jar'], maxBytes: 1 }])).toThrow('a suffix has no dot: jar');
  });

  it('rules most names and directories out without a path', () => {
    expect(['package.json', 'a.jar', 'METADATA', 'readme', 'a.txt', 'jar', ''].map(index.mayName)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(['var/lib/dpkg/info', '', 'var/lib/dpkg', 'etc'].map(index.mayNameIn)).toEqual([true, true, false, false]);
  });

  it('finds nothing without selectors', () => {
    expect(makeSelectorIndex([]).find('etc/os-release')).toBeUndefined();
  });
});
