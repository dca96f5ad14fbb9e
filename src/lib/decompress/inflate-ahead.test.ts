import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileLike, noise } from '../../../test/support/file-like-bytes.ts';
import { findSeam, type Seam } from './find-seam.ts';
import { Gunzip } from './gunzip.ts';
import { InflateAhead, InflateAheadError } from './inflate-ahead.ts';

const limits = { gzipHeaderBytes: 256 * 1024 };
const headerBytes = 10;

/** What a stream inflates to when somebody inflates the stretch from `seamAt` to `end` ahead, pushed in pieces; and whether that was of use. */
async function inflate(
  compressed: Buffer,
  {
    seamAt,
    end,
    pieceBytes = 100_000,
    makeSeam = findSeam,
  }: { seamAt: number; end: number; pieceBytes?: number; makeSeam?: (bytes: Buffer) => Seam | undefined },
): Promise<{ readonly inflated: Buffer; readonly wasUsed: boolean }> {
  const seam = makeSeam(compressed.subarray(seamAt));
  if (seam === undefined) throw new Error('no seam was found');
  using ahead = new InflateAhead(seam, seamAt, end);
  const gunzip = new Gunzip(limits);
  const out: Buffer[] = [];
  const sink = (bytes: Buffer): unknown => out.push(Buffer.from(bytes));
  try {
    gunzip.expect(ahead);
    for (let at = ahead.start; at < end; at += pieceBytes) ahead.feed(compressed.subarray(at, Math.min(end, at + pieceBytes)));
    gunzip.push(compressed.subarray(0, ahead.start), sink);
    let wasUsed = false;
    for (let at = ahead.start; at < end;) {
      const next = Math.min(end, at + pieceBytes);
      gunzip.push(compressed.subarray(at, at + 1), sink);
      wasUsed ||= gunzip.expectsAhead;
      while (gunzip.expectsAhead && !(await ahead.reaches(next))) gunzip.push(Buffer.alloc(0), sink);
      gunzip.push(compressed.subarray(at + 1, next), sink);
      at = next;
    }
    gunzip.push(compressed.subarray(end), sink);
    gunzip.end();
    return { inflated: Buffer.concat(out), wasUsed };
  } finally {
    gunzip.close();
  }
}

const content = fileLike(5_000_000);

describe('inflating ahead', () => {
  it.each([1, 4, 9])('makes what inflating in order makes: level %i', async (level) => {
    const compressed = gzipSync(content, { level });
    const middle = compressed.length >> 1;
    for (const [seamAt, pieceBytes] of [
      [middle, 100_000],
      [1_000, 65_537],
      [middle >> 1, 3_000_000],
    ] as const) {
      const { inflated, wasUsed } = await inflate(compressed, { seamAt, end: compressed.length - 5_000, pieceBytes });
      expect(wasUsed).toBe(true);
      expect(inflated.equals(content)).toBe(true);
    }
  });

  it('reads what follows the member, and the members behind it', async () => {
    const compressed = Buffer.concat([gzipSync(content), gzipSync(Buffer.from('second')), Buffer.alloc(512)]);
    const { inflated, wasUsed } = await inflate(compressed, { seamAt: 500_000, end: 2_000_000 });
    expect(wasUsed).toBe(true);
    expect(inflated.subarray(content.length).toString()).toBe('second');
  });

  it('finds a wrong checksum behind what was inflated ahead', async () => {
    const compressed = gzipSync(content);
    for (const at of [1, 8]) {
      const wrong = Buffer.from(compressed);
      wrong[wrong.length - at]! ^= 1;
      await expect(inflate(wrong, { seamAt: 500_000, end: 2_000_000 })).rejects.toThrow(/damaged: incorrect (data|length) check/);
    }
  });

  it.each<[string, (compressed: Buffer) => Buffer, number]>([
    [
      'the stream is damaged in the stretch',
      (compressed) => Buffer.concat([compressed.subarray(0, 1_400_000), noise(100_000), compressed.subarray(1_500_000)]),
      2_000_000,
    ],
    ['the stream ends in the stretch', (compressed) => Buffer.concat([compressed, Buffer.alloc(2_000_000)]), 0],
  ])('gives up when %s', async (_, change, end) => {
    const changed = change(gzipSync(content));
    await expect(inflate(changed, { seamAt: 500_000, end: end || changed.length - 10 })).rejects.toThrow(InflateAheadError);
  });

  it('gives up when the window is right and no block begins there, also when every byte is the same', async () => {
    const compressed = gzipSync(content);
    const zeros = gzipSync(Buffer.concat([Buffer.alloc(90_000_000), content]));
    await expect(
      inflate(compressed, {
        seamAt: 500_000,
        end: 2_000_000,
        makeSeam: (bytes) => {
          const { bit, window } = findSeam(bytes)!;
          return { bit: bit ^ 1, window };
        },
      }),
    ).rejects.toThrow(InflateAheadError);
    await expect(
      inflate(zeros, { seamAt: 40_000, end: 2_000_000, makeSeam: () => ({ bit: 4, window: Buffer.alloc(32_768) }) }),
    ).rejects.toThrow(InflateAheadError);
  });

  it('is left alone when the window is not what came before', async () => {
    const compressed = gzipSync(content);
    const { inflated, wasUsed } = await inflate(compressed, {
      seamAt: 500_000,
      end: 2_000_000,
      makeSeam: (bytes) => ({ ...findSeam(bytes)!, window: Buffer.alloc(32_768, 0x61) }),
    });
    expect(wasUsed).toBe(false);
    expect(inflated.equals(content)).toBe(true);
  });

  it('is left alone before 32 KiB of the member are known', async () => {
    const compressed = Buffer.concat([gzipSync(content), gzipSync(content)]);
    const second = gzipSync(content).length;
    const { wasUsed, inflated } = await inflate(compressed, {
      seamAt: second + headerBytes,
      end: compressed.length - 5_000,
      makeSeam: () => ({ bit: 0, window: content.subarray(-32_768) }),
    });
    expect(wasUsed).toBe(false);
    expect(inflated.length).toBe(2 * content.length);
  });

  it('holds only so much of a bomb, however small it was packed', async () => {
    const compressed = Buffer.concat([
      gzipSync(content).subarray(0, headerBytes),
      deflateRawSync(Buffer.concat([content, Buffer.alloc(600_000_000)])),
    ]);
    const seam = findSeam(compressed.subarray(1_000_000))!;
    using ahead = new InflateAhead(seam, 1_000_000, compressed.length - 100);
    ahead.feed(compressed.subarray(ahead.start, ahead.end));
    let total = 0;
    let reached = false;
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    while (!reached) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      reached = await ahead.reaches(ahead.end);
      ahead.take((bytes) => (total += bytes.length));
    }
    expect(total).toBeGreaterThan(500_000_000);
    expect(most).toBeLessThan(250_000_000);
  });

  it('is the same as gunzip of Node', () => {
    expect(gunzipSync(gzipSync(content)).equals(content)).toBe(true);
  });
});
