import { describe, expect, it } from 'vitest';
import { terminalProgress } from './progress.ts';

describe('terminalProgress', () => {
  const start = (): { written: string[]; tick: (ms: number) => void; progress: ReturnType<typeof terminalProgress> } => {
    const written: string[] = [];
    let time = 0;
    const progress = terminalProgress({ write: (text) => written.push(text), width: () => 40, nowMs: () => time });
    return { written, tick: (ms) => (time += ms), progress };
  };

  it('draws at most ten times a second and clears itself away', () => {
    const { written, tick, progress } = start();
    progress.report({ id: 'a', label: 'layer 1', done: 1_000_000, total: 4_000_000, unit: 'bytes' });
    progress.report({ id: 'a', label: 'layer 1', done: 2_000_000, total: 4_000_000, unit: 'bytes' });
    tick(100);
    progress.report({ id: 'b', label: 'packages', done: 7, unit: 'items' });
    progress.report({ id: 'a', label: 'layer 1', done: 4_000_000, total: 4_000_000, unit: 'bytes', finished: true });
    progress.report({ id: 'b', label: 'packages', done: 9, unit: 'items', finished: true });
    progress.clear();
    expect(written).toEqual([
      'layer 1  25 %  1.0 MB of 4.0 MB\n',
      '\u001b[1A\u001b[0J',
      'layer 1  50 %  2.0 MB of 4.0 MB\npackages  7\n',
      '\u001b[2A\u001b[0J',
    ]);
  });

  it('keeps lines inside the terminal and their text harmless', () => {
    const { written, progress } = start();
    progress.report({ id: 'a', label: `\u001b[2J${'x'.repeat(100)}`, done: 1, unit: 'items' });
    expect(written).toEqual([`\\x1b[2J${'x'.repeat(28)}…  1\n`]);
  });

  it('counts what does not fit', () => {
    const { written, tick, progress } = start();
    for (let id = 1; id <= 8; id += 1) {
      progress.report({ id: String(id), label: `layer ${id}`, done: 0, unit: 'items' });
      tick(100);
    }
    expect(written.at(-1)).toBe('layer 1  0\nlayer 2  0\nlayer 3  0\nlayer 4  0\nlayer 5  0\n… and 3 more\n');
  });
});
