import { describe, expect, it } from 'vitest';
import { makeSelectorIndex } from './selector-index.ts';

const index = makeSelectorIndex([
  { paths: ['lib/apk/db/installed', 'os-release'], maxBytes: 100 },
  { names: ['package.json'], maxBytes: 10 },
  { inDirectories: [{ directory: 'var/lib/dpkg/info', suffix: '.list' }], maxBytes: 20 },
  { inDirectories: [{ directory: 'var/lib/dpkg/status.d', suffix: '' }], maxBytes: 30 },
  { paths: ['app/package.json'], names: ['package.json', 'installed'], maxBytes: 40 },
  { paths: ['var/lib/dpkg/info/format.list'], inDirectories: [{ directory: '', suffix: '.json' }], maxBytes: 50 },
]);

describe('makeSelectorIndex', () => {
  it.each<[path: string, found: readonly number[] | undefined, maxBytes: number]>([
    ['lib/apk/db/installed', [0, 4], 100],
    ['usr/lib/apk/db/installed', [4], 40],
    ['os-release', [0], 100],
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
    ['', undefined, 0],
    ['__proto__', undefined, 0],
    ['a/constructor', undefined, 0],
  ])('%s', (path, found, maxBytes) => {
    expect([index.find(path), index.maxBytes(path)]).toEqual([found, maxBytes]);
  });

  it('finds nothing without selectors', () => {
    expect(makeSelectorIndex([]).find('etc/os-release')).toBeUndefined();
  });
});
