import { createInflateRaw, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecompressError } from './decompressor.ts';
import { finalTest, leadIn } from './deflate-splice.ts';
import { RawInflater } from './raw-inflater.ts';

/** RFC 1951 by hand: each a block that is not the last, as bits in the order of the stream; a stored one says how many bits it pads by where it stands. */
type Block = (bitsBefore: number) => string;

const lowFirst = (value: number, bits: number): string => Array.from({ length: bits }, (_, bit) => (value >> bit) & 1).join('');
const highFirst = (value: number, bits: number): string => value.toString(2).padStart(bits, '0');
const fixedLiteral = (byte: number): string => (byte < 144 ? highFirst(0x30 + byte, 8) : highFirst(0x190 + byte - 144, 9));
const fixedBlock =
  (bytes: readonly number[], copies = 0): Block =>
  () =>
    // A copy: length 258 (code 285), distance 1.
    `010${bytes.map(fixedLiteral).join('')}${(highFirst(0xc5, 8) + '00000').repeat(copies)}0000000`;
const storedBlock =
  (bytes: readonly number[]): Block =>
  (before) => {
    const padding = '0'.repeat((8 - ((before + 3) % 8)) % 8);
    return `000${padding}${lowFirst(bytes.length, 16)}${lowFirst(bytes.length ^ 0xffff, 16)}${bytes.map((byte) => lowFirst(byte, 8)).join('')}`;
  };

function lay(blocks: readonly Block[]): { readonly bytes: Buffer; readonly starts: ReadonlySet<number> } {
  let bits = '';
  const starts = new Set<number>();
  for (const block of blocks) {
    starts.add(bits.length);
    bits += block(bits.length);
  }
  starts.add(bits.length);
  // Zeros behind: the start of a stored block that is cut.
  const bytes = Buffer.from(
    Array.from({ length: Math.ceil(bits.length / 8) + 1 }, (_, at) => Number.parseInt(reverse(bits.slice(at * 8, at * 8 + 8)), 2) || 0),
  );
  return { bytes, starts };
}

function reverse(bits: string): string {
  return Array.from(bits.padEnd(8, '0')).reverse().join('');
}

/** Whether {@link finalTest} says that a block begins at a bit, and what was inflated until then. */
function test(bytes: Buffer, bit: number): { readonly isStart: boolean; readonly inflated: Buffer } {
  const inflater = new RawInflater(createInflateRaw());
  const out: Buffer[] = [];
  const sink = (inflated: Buffer): unknown => out.push(Buffer.from(inflated));
  const probe = finalTest(bytes[bit >> 3]!, bit & 7);
  try {
    const before = inflater.push(bytes.subarray(0, bit >> 3), sink);
    const taken = before === bit >> 3 ? inflater.push(probe, sink) : 0;
    return { isStart: taken === probe.length - 1, inflated: Buffer.concat(out) };
  } catch (error) {
    if (error instanceof DecompressError) return { isStart: false, inflated: Buffer.concat(out) };
    throw error;
  } finally {
    inflater.close();
  }
}

const byteValue = fc.integer({ min: 0, max: 255 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.array(byteValue, { maxLength: 6 }).map((bytes) => fixedBlock(bytes)),
  fc
    .tuple(fc.array(byteValue, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
    .map(([bytes, copies]) => fixedBlock(bytes, copies)),
  // What is looked for itself, and blocks, inside a stored block.
  fc.array(fc.oneof(byteValue, fc.constantFrom(0x00, 0x01, 0xff, 0xaa, 0x03)), { maxLength: 12 }).map(storedBlock),
);

describe('beginning and ending inside a byte', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('leads in to bit %i and inflates to nothing', (shift) => {
    const { bytes, tail } = leadIn(shift);
    expect(inflateRawSync(Buffer.concat([bytes, finalTest(tail, shift).subarray(0, -1)]))).toEqual(Buffer.alloc(0));
    expect(tail >> shift).toBe(0);
  });

  it('takes a bit for the start of a block if, and only if, a block begins there', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
        const { bytes, starts } = lay(blocks);
        const last = Math.max(...starts);
        const found = Array.from({ length: last + 1 }, (_, bit) => bit).filter((bit) => test(bytes, bit).isStart);
        expect(found).toEqual([...starts].sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it('has inflated all that comes before the block, and nothing else', () => {
    const { bytes, starts } = lay([
      fixedBlock([65, 66]),
      storedBlock([1, 0, 0, 255, 255]),
      fixedBlock([200], 2),
      fixedBlock([]),
      storedBlock([9]),
    ]);
    const expected = [
      [],
      [65, 66],
      [65, 66, 1, 0, 0, 255, 255],
      [65, 66, 1, 0, 0, 255, 255, ...new Array<number>(517).fill(200)],
      [65, 66, 1, 0, 0, 255, 255, ...new Array<number>(517).fill(200)],
      [65, 66, 1, 0, 0, 255, 255, ...new Array<number>(517).fill(200), 9],
    ];
    expect([...starts].map((bit) => [...test(bytes, bit).inflated])).toEqual(expected);
  });
});
