import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileCache } from './file-cache.ts';
import { until } from '../../../test/support/until.ts';

let folder: string;
beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'pratique-cache-')), 'cache')));
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const only = (): string => join(folder, readdirSync(folder)[0]!);

it('returns what was written, and nothing for another key', async () => {
  const cache = new FileCache(folder, 1_000);
  expect(await cache.read('a')).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
  await cache.write('a', Buffer.from('content'));
  expect((await cache.read('a'))?.toString()).toBe('content');
  expect(await cache.read('b')).toBeUndefined();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(only()).mode & 0o777).toBe(0o600);
});

it('passes over and removes a damaged entry, whichever bit it is [102]', async () => {
  const cache = new FileCache(folder, 1_000);
  for (const at of [0, 31, 32, 38]) {
    await cache.write('a', Buffer.from('content'));
    const bytes = readFileSync(only());
    bytes[at]! ^= 1;
    writeFileSync(only(), bytes);
    expect(await cache.read('a')).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  }
  await cache.write('a', Buffer.from('content'));
  writeFileSync(only(), readFileSync(only()).subarray(0, 20));
  expect(await cache.read('a')).toBeUndefined();
});

it('removes what was not used for longest when it is over its size', async () => {
  const cache = new FileCache(folder, 200);
  for (const [i, key] of ['a', 'b', 'c'].entries()) {
    await cache.write(key, Buffer.alloc(60));
    for (const name of readdirSync(folder)) if (statSync(join(folder, name)).mtimeMs > 1e12) utimesSync(join(folder, name), i + 1, i + 1);
  }
  await cache.read('a');
  // The time of use is written in the background.
  await until('the entry was used', () => readdirSync(folder).some((name) => statSync(join(folder, name)).mtimeMs > 1e12));
  await cache.trim(new Date());
  expect([(await cache.read('a'))?.length, await cache.read('b'), (await cache.read('c'))?.length]).toEqual([60, undefined, 60]);
});

it('removes what a killed process left, and leaves what one is writing', async () => {
  const cache = new FileCache(folder, 1_000);
  await cache.write('a', Buffer.from('content'));
  writeFileSync(join(folder, '.a.1-0000000000a1.part'), 'x');
  utimesSync(join(folder, '.a.1-0000000000a1.part'), 1, 1);
  writeFileSync(join(folder, '.a.2-0000000000a2.part'), 'x');
  await cache.trim(new Date());
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual(['.a.2-0000000000a2.part']);
});

it('leaves nothing behind when it cannot write', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  await expect(new FileCache(folder, 1_000).write('a', Buffer.from('x'))).rejects.toThrow();
  expect(readFileSync(folder, 'utf8')).toBe('a file where the folder should be');
  chmodSync(folder, 0o600);
});

it('refuses a folder that other users can write to or own, or that is a link [259]', async () => {
  const cache = new FileCache(folder, 1_000);
  await cache.write('a', Buffer.from('content'));
  chmodSync(folder, 0o777);
  expect(await cache.read('a')).toBeUndefined();
  await expect(cache.write('b', Buffer.from('x'))).rejects.toThrow('others may write');
  chmodSync(folder, 0o700);
  expect((await cache.read('a'))?.toString()).toBe('content');
  if (process.getuid?.() === 0) {
    chownSync(folder, 65_534, 65_534);
    expect(await cache.read('a')).toBeUndefined();
  }
  symlinkSync(folder, `${folder}-link`);
  expect(await new FileCache(`${folder}-link`, 1_000).read('a')).toBeUndefined();
});
