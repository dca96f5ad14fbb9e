import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AdvisoryShard } from './advisory-shard.ts';
import { ShardWriter } from './shard-writer.ts';

const head = '["CVE-2024-0001","made",[],[],[]]';
const body = '[[]]';

/** Every checksum is right: only the one who wrote the file was wrong. */
function outcomeOf(record: string, advisory = { head, body }): unknown {
  using folder = temporaryFolder();
  const path = join(folder.path, 'npm.shard');
  const writer = new ShardWriter(path, 'npm');
  writer.addShared(advisory.head, advisory.body);
  writer.addNamed(['lodash'], record);
  writer.finish();
  using shard = new AdvisoryShard(path, 'npm', { ecosystem: 'npm' });
  const attempt = (read: () => unknown): unknown => {
    try {
      return JSON.parse(JSON.stringify(read()));
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  };
  const facts = shard.find('lodash');
  return [attempt(() => facts.all()), attempt(() => facts.unsettled((fixed) => fixed === '1.0'))];
}

const candidate = (fixed: string): object => ({
  advisory: { id: 'CVE-2024-0001', sourceId: 'made', aliases: [], covers: [], severities: [], references: [] },
  affected: {
    ecosystem: 'npm',
    name: 'lodash',
    status: 'affected',
    ranges: [{ introduced: '0', fixed }],
    versions: [],
    fixState: 'fixed',
  },
});

describe('the facts of a record', () => {
  it('are all there, or those that no fix has settled', () => {
    expect(outcomeOf('[["lodash"],[],["1.0","2.0"],[[0,0,0,0,1],[0,0,0,0,2]]]')).toEqual([
      [candidate('1.0'), candidate('2.0')],
      [candidate('2.0')],
    ]);
  });

  it('261: two rows that share an id stay together', () => {
    expect(outcomeOf('[["lodash"],[],["1.0","2.0"],[[0,0,0,0,1],[0,0,-1,0,2]]]')).toEqual([
      [candidate('1.0'), candidate('2.0')],
      [candidate('1.0'), candidate('2.0')],
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"names":[]}'],
    ['a list of other parts', '[["lodash"],[],[]]'],
    ['names that are no texts', '[[1,"lodash"],[],[],[]]'],
    ['fixes that are no texts', '[["lodash"],[],[1],[]]'],
    ['a row that is no list', '[["lodash"],[],[],[7]]'],
    ['a row that is nothing', '[["lodash"],[],[],[null]]'],
    ['a row that is too short', '[["lodash"],[],[],[[0,0,0]]]'],
    ['an advisory that there is none of', '[["lodash"],[],[],[[7,0,0,0,0]]]'],
    ['an advisory before the first', '[["lodash"],[],[],[[-1,0,0,0,0]]]'],
    ['an advisory that is no number', '[["lodash"],[],[],[["0",0,0,0,0]]]'],
    ['a fix that there is none of', '[["lodash"],[],["3.0"],[[0,0,0,0,2]]]'],
    ['identities that are no numbers', '[["lodash"],[],["3.0"],[[0,0,["a"],0,1]]]'],
    ['a range whose bounds are no texts', '[["lodash"],[],[],[[0,0,0,0,[[1,2]]]]]'],
    ['versions that are no texts', '[["lodash"],[],[],[[0,0,0,0,0,[1]]]]'],
    ['a scope that is none', '[["lodash"],[7],[],[[0,1,0,0,0]]]'],
  ])('261: %s is a damaged database, whatever its checksums say', (_name, record) => {
    expect(outcomeOf(record)).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
  });

  it.each([
    ['no JSON', { head: '{', body }],
    ['an id that is no text', { head: '[7,"made",[],[],[]]', body }],
  ])('261: an advisory with %s is a damaged database', (_name, advisory) => {
    expect(outcomeOf('[["lodash"],[],["2.0"],[[0,0,0,0,1]]]', advisory)).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
  });
});
