import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advisory } from '../../../test/support/advisory-arbitraries.ts';
import { encodeAdvisory, isHead, splitAdvisory, type HeadTuple } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';
import { storedAdvisory } from './stored-advisory.ts';

it('is what was written, on one line', () => {
  fc.assert(
    fc.property(advisory, ({ affected, ...written }) => {
      const { head, body } = splitAdvisory(encodeAdvisory(written));
      expect(`${head}${body}`).not.toMatch(/[\n\t\u0080-\uffff]/);
      const stored = storedAdvisory(JSON.parse(head) as HeadTuple, blockOf(body), 0);
      expect({ ...(JSON.parse(JSON.stringify(stored)) as object), affected }).toEqual({ ...written, affected });
      for (const field of ['severities', 'references', 'title', 'modified', 'description', 'weaknesses', 'symbols'] as const)
        expect(stored[field]).toEqual(written[field]);
    }),
  );
});

it.each([
  ['no list', '{}'],
  ['an id that is a number', '[1,"s",[],[],[]]'],
  ['aliases that are no texts', '["a","s",[1],[],[]]'],
  ['a severity that there is none of', '["a","s",[],[],[["nvd","awful"]]]'],
  ['a rating that is none', '["a","s",[],[],[7]]'],
  ['ratings that are none', '["a","s",[],[],7]'],
  ['a date that is none', '["a","s",[],[],[],7]'],
])('%s is no head [261]', (_name, head) => {
  expect(isHead(JSON.parse(head))).toBe(false);
});

it.each([
  ['no body', '7'],
  ['references that are no texts', '[[{}]]'],
  ['a title that is none', '[[],0,7]'],
  ['a description that is none', '[[],0,0,[]]'],
  ['weaknesses that are no texts', '[[],0,0,0,[7]]'],
  ['symbols without a path', '[[],0,0,0,0,[[]]]'],
])('refuses %s even with valid checksums [261]', (_name, body) => {
  const stored = storedAdvisory(['a', 's', [], [], []], blockOf(body), 3);
  for (const read of [() => stored.references, () => stored.title, () => stored.modified]) expect(read).toThrow('record 3');
});

function blockOf(json: string): ShardBlock {
  return { value: () => JSON.parse(json) as unknown, damaged: (record: number) => new Error(`record ${record}`) } as unknown as ShardBlock;
}
