import { expect, it } from 'vitest';
import { regroup } from './regroup.ts';

async function* pieces(...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const length of lengths) yield await Promise.resolve(Uint8Array.from({ length }, () => next++));
}

it.each<[string, number[], number[]]>([
  ['nothing', [], []],
  ['empty pieces', [0, 0], []],
  ['less than one', [1, 1], [2]],
  ['exactly one', [4], [4]],
  ['many at once', [10], [4, 4, 2]],
  ['many small ones', [1, 2, 3, 4, 5, 1], [4, 4, 4, 4]],
])('regroups %s', async (_name, lengths, expected) => {
  const got: number[][] = [];
  let before: Buffer | undefined;
  for await (const piece of regroup(pieces(...lengths), [Buffer.alloc(4), Buffer.alloc(4)])) {
    // The last one must still be what it was.
    if (before !== undefined) expect([...before]).toEqual(got.at(-1));
    got.push([...piece]);
    before = piece;
  }
  expect(got.map(({ length }) => length)).toEqual(expected);
  expect(got.flat()).toEqual(Array.from({ length: lengths.reduce((sum, length) => sum + length, 0) }, (_, at) => at));
});
