import { describe, expect, it } from 'vitest';
import { PieceRing } from './piece-ring.ts';

describe('a ring', () => {
  it('hands pieces over in their order, each with its stream', () => {
    const ring = new PieceRing(3);
    const other = new PieceRing(ring.memory);
    for (let round = 0; round < 200; round++) {
      ring.put(round % 2, Buffer.from(`piece ${round}`));
      expect(other.hasNext).toBe(true);
      const next = other.next();
      expect([next?.stream, Buffer.from(next?.piece ?? []).toString()]).toEqual([round % 2, `piece ${round}`]);
      other.release();
      expect(other.hasNext).toBe(false);
    }
    ring.putEnd();
    expect(other.next()).toBeUndefined();
    other.putAnswer(Buffer.from('answer'));
    expect(Buffer.from(ring.takeAnswer()).toString()).toBe('answer');
  });
  it('throws when nobody puts anything for too long', () => {
    expect(() => new PieceRing(3).next(5)).toThrow('the other thread does not answer');
  });
});
