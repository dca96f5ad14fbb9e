import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { merkleRoot } from './merkle-root.ts';
import { readCheckpoint } from './read-checkpoint.ts';

const hash = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (leaf: Uint8Array): Buffer => hash(Buffer.from([0]), leaf);

/** MTH and PATH as RFC 9162, section 2.1.1 and 2.1.3.1 define them. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return leafHash(only);
  const split = splitOf(leaves.length);
  return hash(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}
function pathOf(index: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  return index < split
    ? [...pathOf(index, leaves.slice(0, split)), treeHash(leaves.slice(split))]
    : [...pathOf(index - split, leaves.slice(split)), treeHash(leaves.slice(0, split))];
}
const splitOf = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));

describe('merkleRoot', () => {
  const leaves = Array.from({ length: 40 }, (_, at) => Buffer.from([at]));

  it('leads from every leaf of every tree to its root, and from no other place', () => {
    for (let size = 1; size <= leaves.length; size++) {
      const tree = leaves.slice(0, size);
      const root = treeHash(tree);
      for (const [index, leaf] of tree.entries()) {
        const path = pathOf(index, tree);
        const at = (place: number, count = size, hashes: readonly Buffer[] = path): boolean =>
          merkleRoot(leaf, BigInt(place), BigInt(count), hashes)?.equals(root) === true;
        expect(at(index)).toBe(true);
        expect([...tree.keys()].filter((place) => at(place))).toEqual([index]);
        expect([at(index, size, [...path, root]), at(index, size, path.slice(1)) && size > 1, at(-1), at(size), at(size + 1)]).toEqual([
          false,
          false,
          false,
          false,
          false,
        ]);
      }
    }
  });

  it.each([
    ['a negative index', -1n, 1n, []],
    ['an index as large as the tree', 1n, 1n, []],
    ['no tree', 0n, 0n, []],
    ['a hash that is too short', 0n, 2n, [Buffer.alloc(31)]],
    ['a hash that is not needed', 0n, 1n, [Buffer.alloc(32)]],
    ['a hash that is missing', 0n, 2n, []],
  ] as const)('refuses %s', (_name, index, size, path) => {
    expect(merkleRoot(Buffer.from('x'), index, size, path)).toBeUndefined();
  });
});

describe('readCheckpoint', () => {
  const root = Buffer.alloc(32, 7).toString('base64');
  const line = `— log.test ${Buffer.from([1, 2, 3, 4, 5]).toString('base64')}\n`;
  const good = `log.test\n12\n${root}\n\n${line}`;

  it('reads a signed note', () => {
    expect(readCheckpoint(`log.test - 4\n12\n${root}\nTimestamp: 1\n\n${line}`)).toEqual({
      origin: 'log.test - 4',
      size: 12n,
      rootHash: Buffer.alloc(32, 7),
      signed: Buffer.from(`log.test - 4\n12\n${root}\nTimestamp: 1\n`),
      signatures: [{ name: 'log.test', keyHint: Buffer.from([1, 2, 3, 4]), signature: Buffer.from([5]) }],
    });
    expect(readCheckpoint(good + line)?.signatures.length).toBe(2);
  });

  it.each<[string, string]>([
    ['no signature', `log.test\n12\n${root}\n\n`],
    ['no empty line', `log.test\n12\n${root}\n${line}`],
    ['no origin', `\n12\n${root}\n\n${line}`],
    ['no size', `log.test\n${root}\n\n${line}`],
    ['a size with a sign', good.replace('12', '+12')],
    ['a size with a zero before it', good.replace('12', '012')],
    ['a size that is too large', good.replace('12', '9'.repeat(20))],
    ['no root', `log.test\n12\n\n${line}`],
    ['a root that is too short', good.replace(root, 'AAAA')],
    ['a root in other base64', good.replace(root, `${root.slice(0, -2)}d=`)],
    ['no newline at the end', good.slice(0, -1)],
    ['a line that is no signature', `${good}x\n`],
    ['a hyphen instead of a dash', good.replace('—', '-')],
    ['a name with a plus', good.replace('— log.test', '— log+test')],
    ['a signature without bytes', good.replace(/— .*/, `— log.test ${Buffer.alloc(4).toString('base64')}`)],
    ['65 signatures', good + line.repeat(64)],
    ['more characters than the bound', good + ' '.repeat(70_000)],
  ])('refuses %s', (_name, text) => {
    expect(readCheckpoint(text)).toBeUndefined();
  });
});
