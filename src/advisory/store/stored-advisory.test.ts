import fc from 'fast-check';
import { expect, it } from 'vitest';
import { advisory } from '../../../test/support/advisory-arbitraries.ts';
import { encodeAdvisory, splitAdvisory } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';
import { storedAdvisory } from './stored-advisory.ts';

it('is what was written, on one line', () => {
  fc.assert(
    fc.property(advisory, ({ affected, ...written }) => {
      const { head, body } = splitAdvisory(encodeAdvisory(written));
      expect(`${head}${body}`).not.toMatch(/[\n\t]/);
      const stored = storedAdvisory(blockOf(head), blockOf(body), 0);
      expect({ ...(JSON.parse(JSON.stringify(stored)) as object), affected }).toEqual({ ...written, affected });
      const { severities, references, title, modified } = stored;
      expect([severities, references, title, modified]).toEqual([written.severities, written.references, written.title, written.modified]);
    }),
  );
});

it.each([
  ['no head', '{}', '[[]]'],
  ['an id that is a number', '[1,"s",[],[],[]]', '[[]]'],
  ['aliases that are no texts', '["a","s",[1],[],[]]', '[[]]'],
  ['a severity that there is none of', '["a","s",[],[],[["nvd","awful"]]]', '[[]]'],
  ['no body', '["a","s",[],[],[]]', '7'],
  ['references that are no texts', '["a","s",[],[],[]]', '[[{}]]'],
])('261: %s is a damaged database, whatever its checksums say', (_name, head, body) => {
  expect(() => storedAdvisory(blockOf(head), blockOf(body), 3).references).toThrow('record 3');
});

function blockOf(json: string): ShardBlock {
  return { value: () => JSON.parse(json) as unknown, damaged: (record: number) => new Error(`record ${record}`) } as unknown as ShardBlock;
}
