import { describe, expect, it } from 'vitest';
import { compareManifests, scoreFindings } from './advisory-gate.mjs';

const source = (id: string, advisories: number, status = 'fresh') => ({ id, status, advisories });
const shards = (...rows: readonly number[]) => rows.map((count, at) => ({ name: `shard-${at}`, rows: count }));

describe('the gate of the advisory database', () => {
  it.each([
    ['nothing changed', source('a', 100), shards(500), []],
    ['a source grew', source('a', 120), shards(510), []],
    ['a source lost a little', source('a', 96), shards(495), []],
    ['a source lost too much', source('a', 94), shards(495), ['a fell from 100 to 94 advisories']],
    ['its last good data stays', source('a', 100, 'kept'), shards(500), []],
    ['a source failed', source('a', 0, 'failed'), shards(500), ['a failed and has no data', 'a fell from 100 to 0 advisories']],
    ['another source is there in its place', source('b', 100), shards(500), ['a is gone; it had 100 advisories']],
    ['facts are lost', source('a', 100), shards(480), ['the database fell from 500 to 480 facts']],
    ['a shard is gone', source('a', 100), [{ name: 'other', rows: 500 }], ['shard shard-0 is gone; it had 500 facts']],
  ])('%s', (_, after, ofShards, expected) => {
    expect(compareManifests({ sources: [source('a', 100)], shards: shards(500) }, { sources: [after], shards: ofShards })).toEqual(
      expected,
    );
  });

  it('has nothing to compare the first database with', () => {
    expect(compareManifests(undefined, { sources: [source('a', 1)], shards: shards(1) })).toEqual([]);
  });

  it('counts labels that were found, missed and found wrongly', () => {
    const labels = { affected: ['a 1', 'a 2', 'b 3', 'b 4'], notAffected: ['a 5', 'a 6'] };
    expect(scoreFindings(new Set(['a 1', 'a 2', 'b 3', 'a 5', 'c 9']), labels)).toEqual({ precision: 0.75, recall: 0.75, f1: 0.75 });
    expect(scoreFindings(new Set(), labels)).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});
