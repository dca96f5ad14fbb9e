import { chmodSync, existsSync, lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { makeDirectory } from './make-directory.ts';

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

describe('makeDirectory', () => {
  it('creates a directory with its parents, and returns the first that it created', () => {
    const path = join(folder.path, 'a', 'b', 'c');
    expect(makeDirectory(path, { mode: 0o700 })).toBe(join(folder.path, 'a'));
    expect(lstatSync(path).mode & 0o777).toBe(0o700);
    expect(makeDirectory(path)).toBeUndefined();
    expect(makeDirectory(join(path, 'd'))).toBe(join(path, 'd'));
  });

  it('accepts a link to a directory', () => {
    symlinkSync(folder.path, join(folder.path, 'link'));
    expect(makeDirectory(join(folder.path, 'link', 'x'))).toBe(join(folder.path, 'link', 'x'));
  });

  it.each([
    ['below a file', 'file/x', 'ENOTDIR'],
    ['in the place of a file', 'file', 'EEXIST'],
    ['in the place of a link to nowhere', 'dangling', 'EEXIST'],
    ['with a name that is too long', 'x'.repeat(300), 'ENAMETOOLONG'],
  ])('fails %s', (_, name, code) => {
    writeFileSync(join(folder.path, 'file'), '');
    if (!lstatSync(join(folder.path, 'dangling'), { throwIfNoEntry: false })) symlinkSync('nowhere', join(folder.path, 'dangling'));
    expect(() => makeDirectory(join(folder.path, name))).toThrow(expect.objectContaining({ code }));
  });

  it.skipIf(!existsSync('/proc/self'))('fails at once where directories cannot be made', () => {
    expect(() => makeDirectory('/proc/x')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => makeDirectory('/proc/x/y/z')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  it.skipIf(process.getuid?.() === 0)('fails in a directory of others', () => {
    const closed = makeDirectory(join(folder.path, 'closed'))!;
    chmodSync(closed, 0o500);
    expect(() => makeDirectory(join(closed, 'x'))).toThrow(expect.objectContaining({ code: 'EACCES' }));
  });
});
