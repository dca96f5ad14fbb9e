import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateRaw } from './inflate-raw.ts';

const text = Buffer.from('a line of text that repeats, and one that does not\n'.repeat(2_000));
const large = Buffer.alloc(1 << 20, 'abc');

describe('inflateRaw', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', text],
    ['more than is kept', large],
  ])('inflates %s', (_name, content) => {
    expect(inflateRaw(deflateRawSync(content), content.length).equals(content)).toBe(true);
    expect(inflateRaw(deflateRawSync(content), content.length + 100).equals(content)).toBe(true);
  });
  it.each([
    ['is longer than allowed', deflateRawSync(text), text.length - 1],
    ['is longer than nothing', deflateRawSync(text), 0],
    ['is cut', deflateRawSync(text).subarray(0, -1), text.length],
    ['is empty', Buffer.alloc(0), 10],
    ['is damaged', Buffer.from([0xff, 0xff, 0xff, 0xff]), 10],
  ])('refuses what %s, and works afterwards', (_name, stored, maxBytes) => {
    expect(() => inflateRaw(stored, maxBytes)).toThrow();
    expect(inflateRaw(deflateRawSync(text), text.length).equals(text)).toBe(true);
  });
});
