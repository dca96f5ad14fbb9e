import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { versionSchemes } from '../../version/version-schemes.ts';
import { type HeadTuple, type RangePart } from './advisory-codec.ts';
import { always, levelRows, never, type RowLevels } from './row-levels.ts';
import { shardFormatVersion } from './shard-layout.ts';

const affected = 0;
const notAffected = 5;

/** `['CVE-1 GHSA-1', range]`: id and aliases; those after `>` are covered. */
function levelsOf(rows: readonly (readonly [string, ...RangePart])[], scheme: keyof typeof versionSchemes = 'deb'): RowLevels {
  return levelRows(
    rows.map(([text, ...range]) => {
      const [names, covers] = text.split('>').map((part) => part.split(' '));
      const [id = '', ...aliases] = names ?? [];
      return { head: [id, 'made', aliases, covers ?? [], []] satisfies HeadTuple, range };
    }),
    versionSchemes[scheme],
  );
}

describe('levels of rows', () => {
  it('are fixes in the order of their versions', () => {
    expect(levelsOf([['a', affected, '10-1'], ['b', affected, '9-1'], ['c', affected, '10-1']])).toEqual({
      fixes: ['9-1', '10-1'],
      isOrdered: true,
      levels: [1, 0, 1],
    }); // prettier-ignore
  });

  it.each<[string, RangePart, number]>([
    ['no end', [affected, 0], always],
    ['an open interval', [affected, [['1', '2'], ['3']]], always],
    ['a last version', [affected, [['1', 0, '2']]], always],
    ['versions besides', [affected, '2', ['1']], always],
    ['an end that is no version', [affected, 'not a version'], always],
    ['no range', [affected, []], always],
    ['the later end of two', [affected, [['1', '2'], ['3', '4']]], 1],
    ['the end of an interval', [affected, [['1', '4']]], 0],
    ['nothing to say', [notAffected, '4'], never],
  ])('%s', (_name, range, level) => {
    expect(levelsOf([['a', ...range]]).levels).toEqual([level]);
  }); // prettier-ignore

  it('rise to those of what shares an id, an alias or a flaw, and one step further', () => {
    const { fixes, levels } = levelsOf([
      ['CVE-1', affected, '1'],
      ['DEBIAN-CVE-1 GHSA-1', notAffected, 0],
      ['GHSA-1', affected, '3'],
      ['CVE-2', affected, '2'],
      ['DSA-1>CVE-2 CVE-3', affected, '1'],
      ['CVE-3', notAffected, 0],
      ['CVE-4', notAffected, 0],
    ]);
    expect(fixes).toEqual(['1', '2', '3']);
    expect(levels).toEqual([2, 2, 2, 1, 1, 1, never]);
  });

  it('without an order are those of one fix, or always', () => {
    const { isOrdered, levels } = levelsOf(
      [
        ['CVE-1', affected, '1'],
        ['GHSA-1 CVE-1', affected, '1'],
        ['CVE-2', affected, '1'],
        ['GHSA-2 CVE-2', affected, '2'],
        ['CVE-3', affected, [['1', '2'], ['3', '4']]],
        ['CVE-4', notAffected, 0],
        ['GHSA-4 CVE-4', affected, '4'],
      ],
      'maven',
    ); // prettier-ignore
    expect(isOrdered).toBe(false);
    expect(levels).toEqual([0, 0, always, always, always, 2, 2]);
  });
});

it('a change of an order needs a new format version: databases that were built before are sorted by the old one', () => {
  const versions = '0 1 1.0 1.0.0 1.0.1 1.10 1.9 01 10 1.0-1 1.0-2 1.0-r0 1.0~rc1 1.0a1 1.0rc1 1.0-rc.1 1.0-alpha 1.0-SNAPSHOT 1.0.post1 1.0.dev1 1:0-1 1.0+b1 1.0^1 1.0_p1 1.0_rc1 v1 1.x-dev 1.0-p1'.split(' '); // prettier-ignore
  // A new scheme is a new line; a line that changes needs the new format version.
  const digests = Object.values(versionSchemes).map((scheme) => {
    const valid = versions.filter((version) => scheme.isValid(version));
    const order = valid.flatMap((a) => valid.map((b) => `${a} ${Math.sign(scheme.compare(a, b))} ${b}`));
    return [scheme.id, createHash('sha256').update(JSON.stringify(order)).digest('hex').slice(0, 8)];
  });
  expect(shardFormatVersion).toBe(6);
  expect(Object.fromEntries(digests)).toEqual({
    alpm: '17eb6800',
    apk: 'd3dfa819',
    composer: 'df86ee2b',
    conan: '8217c608',
    cran: 'b4569282',
    deb: '553cc10c',
    gem: '411f52bf',
    maven: '92c815d4',
    nuget: 'ec025330',
    opam: '6645919d',
    pep440: '7a7e4d1e',
    portage: '597b392c',
    pvp: 'cbccab51',
    rpm: 'cf19522e',
    semver: 'e145ab6f',
    'semver-build': '6975677e',
  });
});
