import { describe, expect, it } from 'vitest';
import { SizedBuffers } from './sized-buffers.ts';

describe('buffers that are used again', () => {
  it('are the smallest that is long enough, in powers of two', () => {
    const buffers = new SizedBuffers(16, 1000);
    const [small, large] = [buffers.take(1), buffers.take(100)];
    expect([small.length, large.length]).toEqual([16, 128]);
    buffers.give(large);
    buffers.give(small);
    expect(buffers.take(16)).toBe(small);
    expect(buffers.take(17)).toBe(large);
    expect(buffers.take(17)).not.toBe(large);
  });

  it('are let go past a bound', () => {
    const buffers = new SizedBuffers(16, 100);
    const [first, second] = [buffers.take(64), buffers.take(64)];
    buffers.give(first);
    buffers.give(second);
    expect(buffers.take(64)).toBe(first);
    expect(buffers.take(64)).not.toBe(second);
  });
});
