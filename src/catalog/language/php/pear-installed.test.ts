import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { listPackages } from '../../../../test/support/list-packages.ts';
import { parseSerialized } from './parse-serialized.ts';
import { pearInstalled } from './pear-installed.ts';

type Plain = string | number | boolean | null | { readonly [key: string]: Plain };

/** serialize() of PHP. */
function serialize(value: Plain): string {
  if (value === null) return 'N;';
  if (typeof value === 'number') return `i:${value};`;
  if (typeof value === 'boolean') return `b:${value ? 1 : 0};`;
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const members = Object.entries(value);
  return `a:${members.length}:{${members.map(([key, member]) => (/^\d+$/.test(key) ? `i:${key};` : serialize(key)) + serialize(member)).join('')}}`;
}

const second = serialize({
  name: 'Archive_Tar',
  channel: 'pear.php.net',
  lead: { name: 'Bjørn "B";}', active: true },
  version: { release: '1.4.3', api: '1.4.0' },
  license: { attribs: { uri: 'http://x.example' }, _content: 'New BSD License' },
  filelist: { '0': { name: 'a.php', baseinstalldir: '/' }, '1': null },
});
const first = serialize({ package: 'OldOne', version: '0.9', release_license: 'PHP', priority: 2 });

describeCataloger(pearInstalled, {
  'usr/share/php/.registry/archive_tar.reg': second,
  'usr/share/php/.registry/.channel.pecl.php.net/memcached.reg': serialize({
    name: 'memcached',
    version: { release: '3.2.0' },
    license: 'PHP License',
  }),
});

describe('PEAR and PECL', () => {
  it('install packages of channels', () => {
    const files = {
      'usr/share/php/.registry/archive_tar.reg': second,
      'usr/share/php/.registry/oldone.reg': first,
      'usr/share/php/.registry/redis.reg': serialize({
        name: 'redis',
        version: { release: '5.0' },
        license: 'PHP',
        providesextension: 'redis',
      }),
      'usr/share/php/.registry/.channel.pecl.php.net/memcached.reg': serialize({
        name: 'memcached',
        version: { release: '3.2.0' },
        license: 'PHP License',
      }),
      'usr/share/php/.channels/pear.php.net.reg': serialize({ name: 'pear.php.net' }),
    };
    expect(listPackages('pear-installed', files, true)).toEqual([
      'pkg:pear/pear.php.net/Archive_Tar@1.4.3 file (New BSD License)',
      'pkg:pear/pear.php.net/OldOne@0.9 file (PHP)',
      'pkg:pear/pecl.php.net/memcached@3.2.0 file (PHP License)',
      'pkg:pear/pecl.php.net/redis@5.0 file (PHP)',
    ]);
  });

  it.each([
    ['', 'is not a serialized array'],
    ['O:1:"A":0:{}', 'is not a serialized array'],
    ['s:9:"short";', 'is not a serialized array'],
    [serialize({ a: 'b' }), 'has no name and version'],
  ])('%j %s', (content, problem) => {
    expect(listPackages('pear-installed', { 'x/.registry/x.reg': content })).toEqual([`MANIFEST_UNREADABLE x/.registry/x.reg ${problem}`]);
  });

  it('reads arrays as deep as the limit', () => {
    expect(parseSerialized(Buffer.from(`${'a:1:{i:0;'.repeat(400)}N;${'}'.repeat(400)}`))).toBeDefined();
    expect(parseSerialized(Buffer.from('a:1:{i:0;'.repeat(100_000)))).toBeUndefined();
  });
});
