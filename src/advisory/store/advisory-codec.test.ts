import fc from 'fast-check';
import { expect, it } from 'vitest';
import { affectedPackage } from '../../../test/support/advisory-arbitraries.ts';
import { decodeFact, decodeScope, encodeFact } from './advisory-codec.ts';

it('reads facts as they were written, on one line', () => {
  fc.assert(
    fc.property(affectedPackage, (written) => {
      const { scope, range } = encodeFact(written);
      const row = JSON.parse(`[0,0,0,${range}]`) as Parameters<typeof decodeFact>[1];
      const decoded = decodeFact(
        written,
        row,
        scope === '' ? undefined : decodeScope(JSON.parse(scope) as Parameters<typeof decodeScope>[0]),
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
