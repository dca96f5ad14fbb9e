import { constants, createDeflateRaw, deflateRawSync, gzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finalTest, leadIn } from './deflate-splice.ts';
import { findSeam } from './find-seam.ts';
import { fileLike, noise } from '../../../test/support/file-like-bytes.ts';

async function deflateInParts(parts: readonly Buffer[], flush: number): Promise<Buffer> {
  const stream = createDeflateRaw();
  const out: Buffer[] = [];
  stream.on('data', (piece: Buffer) => out.push(piece));
  for (const part of parts) {
    stream.write(part);
    await new Promise<void>((resolve) => stream.flush(flush, resolve));
  }
  const ended = new Promise((resolve) => stream.on('end', resolve));
  stream.end();
  await ended;
  return Buffer.concat(out);
}

const content = fileLike(3_000_000);
const parts = Array.from({ length: 12 }, (_, at) => content.subarray(at * 250_000, (at + 1) * 250_000));

/** Between words that nothing compresses always the same one: each copy is of the one before. */
const phrases = Array.from({ length: 60_000 }, (_, at) => Buffer.concat([noise(30, at), Buffer.from(' is what is written on line ')]));

/** What a stream inflates to before a bit at which a block begins, and after it. */
function around(deflated: Buffer, bit: number): { readonly before: Buffer; readonly after: (dictionary: Buffer) => Buffer } {
  const at = bit >> 3;
  const { bytes, tail } = leadIn(bit & 7);
  const rest = Buffer.concat([bytes, Buffer.of((deflated[at]! & (0xff << (bit & 7))) | tail), deflated.subarray(at + 1)]);
  return {
    before: inflateRawSync(Buffer.concat([deflated.subarray(0, at), finalTest(deflated[at]!, bit & 7)])),
    after: (dictionary) => inflateRawSync(rest, { dictionary }),
  };
}

describe('a seam', () => {
  it.each([
    ['level 1', () => deflateRawSync(content, { level: 1 })],
    ['level 6', () => deflateRawSync(content, { level: 6 })],
    ['level 9', () => deflateRawSync(content, { level: 9 })],
    ['small blocks', () => deflateRawSync(content, { memLevel: 1 })],
    ['flushed, as pigz and pgzip do', () => deflateInParts(parts, constants.Z_SYNC_FLUSH)],
    ['noise in between', () => deflateRawSync(Buffer.concat([content.subarray(0, 1_000_000), noise(50_000), content.subarray(1_000_000)]))],
  ])('is found in the middle: %s', async (_, deflate) => {
    const deflated = await deflate();
    const whole = inflateRawSync(deflated);
    for (const part of [0.1, 0.3, 0.55]) {
      const base = Math.floor(deflated.length * part);
      const seam = findSeam(deflated.subarray(base));
      expect(seam).toBeDefined();
      const { before, after } = around(deflated, base * 8 + seam!.bit);
      expect(before.equals(whole.subarray(0, before.length))).toBe(true);
      expect(seam!.window.equals(before.subarray(-32_768))).toBe(true);
      expect(after(seam!.window).equals(whole.subarray(before.length))).toBe(true);
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a few bytes', Buffer.from([1, 2, 3])],
    ['zeros', Buffer.alloc(500_000)],
    ['ones', Buffer.alloc(500_000, 0xff)],
    ['what was stored', deflateRawSync(noise(600_000), { level: 0 }).subarray(100)],
    ['one long copy', deflateRawSync(Buffer.alloc(50_000_000)).subarray(1_000)],
    ['a file of gzip that was stored', deflateRawSync(Buffer.concat([noise(100_000), gzipSync(content)])).subarray(300_000)],
    ['a phrase that is copied for ever', deflateRawSync(Buffer.concat(phrases)).subarray(2_000)],
    ['what ends too soon', deflateRawSync(content).subarray(1_000, 30_000)],
  ])('is not found in %s', (_, bytes) => {
    expect(findSeam(bytes)).toBeUndefined();
  });
});
