import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAtMost } from './read-at-most.ts';
import { readSmallFile } from './read-small-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-read-'));
const at = (name: string): string => (name.startsWith('/') ? name : join(folder, name));

beforeAll(() => {
  writeFileSync(at('five'), '12345', { mode: 0o600 });
  writeFileSync(at('empty'), '', { mode: 0o600 });
  mkdirSync(at('folder'));
  symlinkSync('five', at('link'));
  symlinkSync('nothing', at('dangling'));
  symlinkSync('circle', at('circle'));
  execFileSync('mkfifo', [at('pipe')]);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const content = (text: string): unknown => ({ kind: 'content', bytes: Buffer.from(text), mode: 0o600 });

describe('readSmallFile', () => {
  it.each<[string, number, unknown]>([
    ['five', 5, content('12345')],
    ['five', 4, { kind: 'too large', size: 5 }],
    ['empty', 0, content('')],
    ['link', 5, content('12345')],
    ['none', 5, { kind: 'missing' }],
    ['five/below', 5, { kind: 'missing' }],
    ['dangling', 5, { kind: 'missing' }],
    ['circle', 5, { kind: 'not regular' }],
    ['folder', 5, { kind: 'not regular' }],
    ['pipe', 5, { kind: 'not regular' }],
    ['/dev/zero', 5, { kind: 'not regular' }],
  ])('%s, at most %i bytes', async (name, maxBytes, expected) => {
    expect(await readSmallFile(at(name), { maxBytes })).toEqual(expected);
  });

  it.each(['link', 'dangling', 'circle'])('refuses the link %s with the option for it', async (name) => {
    expect(await readSmallFile(at(name), { maxBytes: 5, refusesLinks: true })).toEqual({ kind: 'not regular' });
  });

  it.runIf(process.platform === 'linux')('reads files whose size is reported as 0', async () => {
    const read = await readSmallFile('/proc/self/environ', { maxBytes: 1 << 20 });
    expect(read.kind === 'content' && read.bytes.equals(readAtMost('/proc/self/environ', 1 << 20)!)).toBe(true);
    expect(await readSmallFile('/proc/self/environ', { maxBytes: 8 })).toEqual({ kind: 'too large', size: 9 });
  });

  it('rejects with other errors of the system', async () => {
    const expected = expect.objectContaining({ code: 'ENAMETOOLONG' }) as Error;
    await expect(readSmallFile(at('a'.repeat(300)), { maxBytes: 5 })).rejects.toThrow(expected);
  });
});

describe('readAtMost', () => {
  it.each<[string, number, string | undefined]>([
    ['five', 5, '12345'],
    ['five', 4, undefined],
    ['empty', 0, ''],
    ['five', 0, undefined],
    ['link', 5, '12345'],
    ['/dev/null', 5, ''],
    ['/dev/zero', 3_000_000, undefined],
  ])('%s, at most %i bytes', (name, maxBytes, expected) => {
    expect(readAtMost(at(name), maxBytes)?.toString()).toBe(expected);
  });

  it.each([
    ['none', 'ENOENT'],
    ['folder', 'EISDIR'],
  ])('throws the error of the system for %s', (name, code) => {
    expect(() => readAtMost(at(name), 5)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('waits for the writer of a named pipe', () => {
    const writer = spawn('sh', ['-c', `sleep 0.1; (printf abc; sleep 0.1; printf def) > '${at('pipe')}'`]);
    expect(readAtMost(at('pipe'), 6, { openingMs: 600_000, writingMs: 600_000 })?.toString()).toBe('abcdef');
    writer.kill();
  });

  it('gives up on a named pipe that nobody opens', () => {
    execFileSync('mkfifo', [at('lonely')]);
    expect(() => readAtMost(at('lonely'), 5, { openingMs: 30, writingMs: 30 })).toThrow(`nobody wrote to the pipe ${at('lonely')}`);
  });

  it('reads more than one piece, and leaves a descriptor open', () => {
    const text = 'x'.repeat(2_500_000);
    writeFileSync(at('long'), text);
    const descriptor = openSync(at('long'), 'r');
    expect(readAtMost(descriptor, text.length)?.toString()).toBe(text);
    expect(readAtMost(descriptor, 5)?.toString()).toBe('');
    closeSync(descriptor);
  });
});
