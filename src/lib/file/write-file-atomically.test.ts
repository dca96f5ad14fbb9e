import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAsideName } from './aside-name.ts';
import { type AtomicWriteOptions, writeFileAtomically, writeFileAtomicallySync } from './write-file-atomically.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pratique-file-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Write = (path: string, chunks: Iterable<Uint8Array>, options: AtomicWriteOptions) => Promise<void>;
const ways: readonly [string, Write][] = [
  ['writeFileAtomically', writeFileAtomically],
  [
    'writeFileAtomicallySync',
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to reject
    async (...args) => {
      writeFileAtomicallySync(...args);
    },
  ],
];
const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => Buffer.from(text));
const found = (): readonly [string, string][] => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);

describe.each(ways)('%s', (_name, write) => {
  it.each(['nothing', 'content', 'content-and-name'] as const)('replaces what was there, with %s synced', async (sync) => {
    writeFileSync(join(folder, 'a'), 'the old one, which is longer');
    await write(join(folder, 'a'), bytes('ne', '', 'w'), { sync });
    expect(found()).toEqual([['a', 'new']]);
  });

  it.each([0o600, 0o400])('creates the new file with mode %o, not that of the old one', async (mode) => {
    writeFileSync(join(folder, 'a'), 'old', { mode: 0o666 });
    await write(join(folder, 'a'), bytes('new'), { mode, sync: 'nothing' });
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(mode);
  });

  it('writes a name of 255 bytes', async () => {
    const name = `${'語'.repeat(84)}abc`;
    await write(join(folder, name), bytes('new'), { sync: 'content' });
    expect(found()).toEqual([[name, 'new']]);
  });

  it('keeps the old file when the content breaks off', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    const broken = function* (): Iterable<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('broken');
    };
    await expect(write(join(folder, 'a'), broken(), { sync: 'content' })).rejects.toThrow('broken');
    expect(found()).toEqual([['a', 'old']]);
  });

  it('keeps the old file in place, next to a recognizable temporary file', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    let halfway: unknown;
    const watched = function* (): Iterable<Uint8Array> {
      yield Buffer.from('half');
      halfway = found().map(([name, content]) => [isAsideName(name) ? 'aside' : name, content]);
    };
    await write(join(folder, 'a'), watched(), { sync: 'content' });
    expect([halfway, found()]).toEqual([
      [
        ['aside', 'half'],
        ['a', 'old'],
      ],
      [['a', 'half']],
    ]);
  });

  it.each([
    ['a folder that is not there', 'none/a', 'ENOENT'],
    ['a folder in the way', 'taken', 'EISDIR'],
  ])('reports the error of the system for %s, and leaves nothing behind', async (_what, name, code) => {
    mkdirSync(join(folder, 'taken'));
    await expect(write(join(folder, name), bytes('new'), { sync: 'content' })).rejects.toThrow(expect.objectContaining({ code }) as Error);
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

it('accepts content in pieces', async () => {
  const slow = async function* (): AsyncIterable<Uint8Array> {
    for (const chunk of bytes('a', 'b')) yield await new Promise<Uint8Array>((done) => setImmediate(done, chunk));
  };
  await writeFileAtomically(join(folder, 'a'), slow(), { sync: 'nothing' });
  expect(found()).toEqual([['a', 'ab']]);
});

it.each([
  ['.a.1-0123456789ab.part', true],
  ['a.1-0123456789ab.part', false],
  ['.a.0123456789ab.part', false],
  ['.a.1-0123456789ab.parts', false],
])('%s: %s', (name, isAside) => {
  expect(isAsideName(name)).toBe(isAside);
});
