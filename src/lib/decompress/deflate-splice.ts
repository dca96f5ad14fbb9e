/**
 * Bits that let zlib begin and end in the middle of a byte. zlib only starts and stops where the bytes do; a deflate stream's blocks
 * begin at any bit. Blocks without content, of a length that fills the byte, make up for it.
 */

/** Blocks that inflate to nothing and end at bit `shift` of a byte; that byte's lower bits are `tail`. */
export function leadIn(shift: number): LeadIn {
  return (leadIns[shift] ??= makeLeadIn(shift));
}

interface LeadIn {
  readonly bytes: Buffer;
  readonly tail: number;
}

/** There are eight, and whoever looks for a block asks for one at every bit that looks like it. */
const leadIns: LeadIn[] = [];

function makeLeadIn(shift: number): LeadIn {
  let bits = shift % 2 === 1 ? emptyDynamicBlock : '';
  while (bits.length % 8 !== shift) bits += emptyFixedBlock;
  const bytes = Buffer.from(Array.from({ length: bits.length >> 3 }, (_, at) => toByte(bits.slice(at * 8, at * 8 + 8))));
  return { bytes, tail: toByte(bits.slice(bits.length - shift)) };
}

/** What to push before the bytes that follow `first`, to begin at the block that begins at bit `shift` of that byte. */
export function startInside(first: number, shift: number): Buffer {
  const { bytes, tail } = leadIn(shift);
  return Buffer.concat([bytes, Buffer.of((first & (0xff << shift)) | tail)]);
}

/**
 * What follows the bytes before a block that begins at bit `shift` of the byte `first`, to see whether one begins there indeed: that byte's
 * lower bits and a last block of nothing, and then one byte too many. zlib leaves that byte alone if, and only if, it stood at the start of a block: the
 * only bits here that can begin a last block are the first ones, since after the first 1 come sixteen or more zeros, and a block's head
 * that begins among the ones at the end is of no type. Anything else takes the byte, or inflates to something.
 */
export function finalTest(first: number, shift: number): Buffer {
  const head = [(first & ((1 << shift) - 1)) | (1 << shift), ...(shift > 5 ? [0] : [])];
  return Buffer.from([...head, 0, 0, 0xff, 0xff, 0xaa]);
}

/** As bits in the order of the stream: not the last, fixed codes, and the end of the block. RFC 1951, 3.2.6. */
const emptyFixedBlock = ['010', '0000000'].join('');

/** Not the last, with codes of its own that say nothing: 93 bits, an odd number. RFC 1951, 3.2.7. */
const emptyDynamicBlock = [
  ...['001', '00000', '00000', '1111'], // 257 literals, one distance, nineteen lengths of codes
  ...['000000100', '000'.repeat(14), '100', '000'], // of which 18, "zeros", and 1 have a code, of one bit each
  ...['1', '1111111', '1', '1101011'], // 138 and 118 zeros
  ...['0', '0', '0'], // a code for the end of the block, one for the distance, and the end of the block
].join('');

function toByte(bits: string): number {
  return Array.from(bits).reduce((byte, bit, at) => byte | (Number(bit) << at), 0);
}
