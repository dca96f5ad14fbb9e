import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AdvisoryShard } from './advisory-shard.ts';
import { ShardWriter } from './shard-writer.ts';

const head = '["CVE-2024-0001","made",[],[],[]]';
const body = '[[]]';

/** Every checksum is right: only the one who wrote the file was wrong. */
function outcomeOf(record: string, lists: readonly string[] = [], advisory = { head, body }): unknown {
  using folder = temporaryFolder();
  const path = join(folder.path, 'npm.shard');
  const writer = new ShardWriter(path, 'npm');
  writer.addShared(advisory.head, advisory.body);
  for (const list of lists) writer.addSettled(list);
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
  it('are all there in their order, or those that no fix has settled', () => {
    const lists = ['[[1,0,0,0,1]]', '[[0,0,0,0,2]]', '[]'];
    expect(outcomeOf('[["lodash"],[],["1.0","2.0"],1,[],0,2]', lists)).toEqual([[candidate('2.0'), candidate('1.0')], [candidate('2.0')]]);
  });

  it('that matter to no version are only among all', () => {
    expect(outcomeOf('[["lodash"],[],["1.0"],1,[],0,0]', ['[[0,0,0,0,1]]'])).toEqual([[candidate('1.0')], []]);
  });

  it('are asked about one fix after the other where fixes have no order', () => {
    const lists = ['[[1,0,0,0,1]]', '[[0,0,0,0,2]]', '[]'];
    expect(outcomeOf('[["lodash"],[],["3.0","1.0"],0,[],0,2]', lists)).toEqual([[candidate('1.0'), candidate('3.0')], [candidate('3.0')]]);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{"names":[]}'],
    ['a list of other parts', '[["lodash"],[],[]]'],
    ['names that are no texts', '[[1,"lodash"],[],[],1,[],0,0]'],
    ['fixes that are no texts', '[["lodash"],[],[1],1,[],0,0]'],
    ['an order that is none', '[["lodash"],[],[],2,[],0,0]'],
    ['more lists than fixes', '[["lodash"],[],["1.0"],1,[],0,2]'],
    ['less than no lists', '[["lodash"],[],["1.0"],1,[[0,0,0,0,7]],0,-1]'],
    ['half a list', '[["lodash"],[],["1.0"],1,[],0,0.5]'],
    ['a first list that is none', '[["lodash"],[],["1.0"],1,[],"0",0]'],
    ['a row that is no list', '[["lodash"],[],[],1,[7],0,0]'],
    ['a row that is nothing', '[["lodash"],[],[],1,[null],0,0]'],
    ['a row that is too short', '[["lodash"],[],[],1,[[0,0,0]],0,0]'],
    ['a place that is no number', '[["lodash"],[],[],1,[["0",0,0,0,0]],0,0]'],
    ['an advisory that there is none of', '[["lodash"],[],[],1,[[0,7,0,0,0]],0,0]'],
    ['an advisory before the first', '[["lodash"],[],[],1,[[0,-1,0,0,0]],0,0]'],
    ['half an advisory', '[["lodash"],[],[],1,[[0,0.5,0,0,0]],0,0]'],
    ['an advisory that is no number', '[["lodash"],[],[],1,[[0,"0",0,0,0]],0,0]'],
    ['a fix that there is none of', '[["lodash"],[],["3.0"],1,[[0,0,0,0,2]],0,0]'],
    ['a range whose bounds are no texts', '[["lodash"],[],[],1,[[0,0,0,0,[[1,2]]]],0,0]'],
    ['versions that are no texts', '[["lodash"],[],[],1,[[0,0,0,0,0,[1]]],0,0]'],
    ['a scope that is none', '[["lodash"],[7],[],1,[[0,0,1,0,0]],0,0]'],
  ])('refuses %s even with valid checksums [261]', (_name, record) => {
    expect(outcomeOf(record, ['[]'])).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
  });

  it.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['two', '[],[]'],
    ['a row that is none', '[7]'],
  ])('a list that is %s is a damaged database where it is read [261]', (_name, list) => {
    const record = '[["lodash"],[],["1.0","3.0"],1,[],0,2]';
    expect(outcomeOf(record, ['[]', list, '[]'])).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
    expect(outcomeOf(record, [list, '[]', '[]'])).toEqual(['DATABASE_DAMAGED', []]);
  });

  it('refuses references to missing lists [261]', () => {
    expect(outcomeOf('[["lodash"],[],["1.0","3.0"],1,[],7,2]', ['[]'])).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
    expect(outcomeOf('[["lodash"],[],["1.0","3.0"],1,[],-1,2]', ['[]', '[]'])).toEqual(['DATABASE_DAMAGED', []]);
  });

  it.each([
    ['no JSON', { head: '{', body }],
    ['an id that is no text', { head: '[7,"made",[],[],[]]', body }],
  ])('an advisory with %s is a damaged database [261]', (_name, advisory) => {
    expect(outcomeOf('[["lodash"],[],["2.0"],1,[[0,0,0,0,1]],0,0]', ['[]'], advisory)).toEqual(['DATABASE_DAMAGED', 'DATABASE_DAMAGED']);
  });
});
