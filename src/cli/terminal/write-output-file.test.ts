import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeOutputFile } from './write-output-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pratique-test-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writeOutputFile', () => {
  it('replaces what was there, and leaves nothing beside it', () => {
    writeFileSync(join(folder, 'report'), 'old');
    writeOutputFile(join(folder, 'report'), ['ne', 'w', new TextEncoder().encode('!'), '?']);
    expect([readdirSync(folder), readFileSync(join(folder, 'report'), 'utf8')]).toEqual([['report'], 'new!?']);
  });

  it('keeps the old file when the report breaks off', () => {
    writeFileSync(join(folder, 'report'), 'old');
    const broken = function* (): Iterable<string> {
      yield 'half';
      throw new Error('broken');
    };
    expect(() => {
      writeOutputFile(join(folder, 'report'), broken());
    }).toThrow(/broken/);
    expect([readdirSync(folder), readFileSync(join(folder, 'report'), 'utf8')]).toEqual([['report'], 'old']);
  });

  it('writes through a symlink', () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    writeOutputFile(join(folder, 'link'), ['new']);
    expect([readdirSync(folder), readFileSync(join(folder, 'real'), 'utf8')]).toEqual([['link', 'real'], 'new']);
  });

  it('writes to a device in place', () => {
    expect(() => {
      writeOutputFile('/dev/null', ['x']);
    }).not.toThrow();
  });

  it.each([
    ['a folder that is not there', 'none/report', 'no such file or directory'],
    ['a folder in the way', 'taken', 'it is a directory'],
  ])('%s', (_, name, reason) => {
    mkdirSync(join(folder, 'taken'));
    const path = join(folder, name);
    expect(() => {
      writeOutputFile(path, ['x']);
    }).toThrow(expect.objectContaining({ code: 'OUTPUT_UNWRITABLE', message: `${path} cannot be written: ${reason}` }) as Error);
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
