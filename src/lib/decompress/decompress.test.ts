import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectCompression, makeDecompressor } from './compression.ts';
import { DecompressError, type Decompressor } from './decompressor.ts';
import { prepareZstd } from './zstd.ts';

const limits = { gzipHeaderBytes: 256 * 1024 };

function inflate(decompressor: Decompressor, compressed: Buffer, chunkBytes: number): Buffer {
  const out: Buffer[] = [];
  const sink = (bytes: Buffer): unknown => out.push(Buffer.from(bytes));
  try {
    for (let at = 0; at < compressed.length; at += chunkBytes) decompressor.push(compressed.subarray(at, at + chunkBytes), sink);
    decompressor.end(sink);
  } finally {
    decompressor.close();
  }
  return Buffer.concat(out);
}

const text = Buffer.concat([Buffer.from('a line of text that repeats\n'.repeat(40_000)), randomBytes(300_000)]);
const hasZstd = (() => {
  try {
    execFileSync('zstd', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe('gzip', () => {
  const make = (): Decompressor => makeDecompressor('gzip', limits);
  const compressed = gzipSync(text);

  it.each([1_000, 65_536, 1 << 20])('inflates in chunks of %i', (chunkBytes) => {
    expect(inflate(make(), compressed, chunkBytes).equals(text)).toBe(true);
  });
  it('reads every member of a file, also where a chunk ends between them', () => {
    const two = Buffer.concat([compressed, gzipSync(Buffer.from('second'))]);
    for (const chunkBytes of [compressed.length, 777, two.length]) {
      expect(inflate(make(), two, chunkBytes).subarray(text.length).toString()).toBe('second');
    }
  });
  it('inflates a bomb without holding it', () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    let total = 0;
    let largest = 0;
    const decompressor = make();
    const sink = (bytes: Buffer): void => {
      total += bytes.length;
      largest = Math.max(largest, bytes.length);
    };
    decompressor.push(bomb, sink);
    decompressor.end(sink);
    expect(total).toBe(64 << 20);
    expect(largest).toBeLessThanOrEqual(256 << 10);
  });
  it('reports a truncated stream, cut at any place', () => {
    for (const length of [5, 12, 1_000, compressed.length - 1]) {
      expect(() => inflate(make(), compressed.subarray(0, length), 65_536)).toThrow(DecompressError);
    }
  });
  it('reports damaged deflate data', () => {
    const damaged = Buffer.from(compressed);
    damaged.fill(0xff, 40, 60);
    expect(() => inflate(make(), damaged, 65_536)).toThrow(DecompressError);
  });

  it('refuses a wrong checksum, bytes after the last member, and an endless header', () => {
    const compressed = gzipSync(Buffer.from('hello'));
    const wrong = Buffer.from(compressed);
    wrong[wrong.length - 6]! ^= 1;
    expect(() => inflate(makeDecompressor('gzip', limits), wrong, 100)).toThrow(/damaged/);
    expect(() => inflate(makeDecompressor('gzip', limits), Buffer.concat([compressed, Buffer.from('junk')]), 100)).toThrow(DecompressError);
    expect(inflate(makeDecompressor('gzip', limits), Buffer.concat([compressed, Buffer.alloc(1_000)]), 100).toString()).toBe('hello');
    const endless = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(600_000, 0x41)]);
    expect(() => inflate(makeDecompressor('gzip', limits), endless, 65_536)).toThrow(/header/);
  });
});

describe.skipIf(!hasZstd)('zstd', () => {
  beforeAll(prepareZstd);
  const compressed = hasZstd ? execFileSync('zstd', ['-3', '-c'], { input: text, maxBuffer: 1 << 26 }) : text;
  const make = (): Decompressor => makeDecompressor('zstd', limits);

  it.each([1_000, 65_536, 1 << 20])('inflates in chunks of %i', (chunkBytes) => {
    expect(inflate(make(), compressed, chunkBytes).equals(text)).toBe(true);
  });
  it('reads every frame, skippable ones too', () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const all = Buffer.concat([skippable, compressed, skippable, compressed]);
    expect(inflate(make(), all, 4_096).length).toBe(2 * text.length);
    expect(detectCompression(all)).toBe('zstd');
  });
  it('refuses cut and damaged streams, windows over 128 MiB and dictionaries', () => {
    expect(() => inflate(make(), compressed.subarray(0, compressed.length - 9), 65_536)).toThrow(/early/);
    const damaged = Buffer.from(compressed);
    damaged.fill(0xff, 400, 460);
    expect(() => inflate(make(), damaged, 65_536)).toThrow(/damaged/);
    const hugeWindow = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 31 << 3, 0x01, 0, 0]);
    expect(() => inflate(make(), hugeWindow, 65_536)).toThrow(/window/);
    const dictionary = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x21, 42, 5, 0x29, 0, 0, 1, 2, 3, 4, 5]);
    expect(() => inflate(make(), dictionary, 65_536)).toThrow(/dictionary/);
  });
});

describe('detectCompression', () => {
  it.each([
    [[0x1f, 0x8b, 8], 'gzip'],
    [[0x28, 0xb5, 0x2f, 0xfd], 'zstd'],
    [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'xz'],
    [[0x42, 0x5a, 0x68, 0x39], 'bzip2'],
    [[], 'none'],
    [[0x65, 0x74, 0x63], 'none'],
  ])('%j is %s', (bytes, expected) => {
    expect(detectCompression(Uint8Array.from(bytes))).toBe(expected);
  });
});
