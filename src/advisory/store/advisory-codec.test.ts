import fc from 'fast-check';
import { expect, it } from 'vitest';
import { affectedPackage } from '../../../test/support/advisory-arbitraries.ts';
import { decodeFact, decodeScope, encodeFact, type FactTuple, type RangePart } from './advisory-codec.ts';

it('reads facts as they were written, on one line', () => {
  fc.assert(
    fc.property(affectedPackage, (written) => {
      const { scope, range } = encodeFact(written);
      const [code, ranges, ...versions] = JSON.parse(`[${range}]`) as RangePart;
      const fixes = typeof ranges === 'string' ? [ranges] : [];
      const row: FactTuple = [0, 0, 0, code, typeof ranges === 'string' ? 1 : ranges, ...versions];
      const decoded = decodeFact(
        written,
        row,
        scope === '' ? undefined : decodeScope(JSON.parse(scope) as Parameters<typeof decodeScope>[0]),
        fixes,
      );
      expect(decoded).toEqual(written);
      expect(`${scope}${range}`).not.toMatch(/[\n\t]/);
    }),
  );
});

it('writes the commonest facts short', () => {
  const fact = { ecosystem: 'npm', name: 'a', status: 'affected', versions: [], fixState: 'fixed' } as const;
  expect(encodeFact({ ...fact, ranges: [{ introduced: '0', fixed: '1.2' }] })).toEqual({ scope: '', range: '0,"1.2"' });
  expect(encodeFact({ ...fact, fixState: 'no-fix-yet', ranges: [{ introduced: '0' }] })).toEqual({ scope: '', range: '1,0' });
});
