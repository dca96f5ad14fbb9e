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
      const block = { value: () => JSON.parse(head) as unknown, record: () => body } as unknown as ShardBlock;
      const stored = storedAdvisory(block, block, 0);
      expect({ ...(JSON.parse(JSON.stringify(stored)) as object), affected }).toEqual({ ...written, affected });
      const { severities, references, title, modified } = stored;
      expect([severities, references, title, modified]).toEqual([written.severities, written.references, written.title, written.modified]);
    }),
  );
});
