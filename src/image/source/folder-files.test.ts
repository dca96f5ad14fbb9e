import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolder } from './folder-files.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pratique-folder-')));
mkdirSync(join(folder, 'blobs/sub'), { recursive: true });
writeFileSync(join(folder, 'blobs/a'), 'abc');
symlinkSync('/etc/passwd', join(folder, 'blobs/shadow'));
symlinkSync('a', join(folder, 'blobs/near'));
symlinkSync('/etc', join(folder, 'away'));
execFileSync('mkfifo', [join(folder, 'blobs/pipe')]);
afterAll(() => rmSync(folder, { recursive: true }));

const files = openFolder(folder, 'f');

describe('openFolder', () => {
  it('reads and locates regular files', async () => {
    expect(Buffer.from((await files.read('blobs/a', 3))!).toString()).toBe('abc');
    expect(await files.content('./blobs//a', { layerIndex: 0 })).toEqual({
      kind: 'file',
      path: join(folder, 'blobs/a'),
      offset: 0,
      length: 3,
    });
    expect(await files.has('blobs/a')).toBe(true);
  });

  it('bounds what it reads', async () => {
    await expect(files.read('blobs/a', 2)).rejects.toMatchObject({
      code: 'DOCUMENT_TOO_LARGE',
      message: 'f: blobs/a is 3 bytes long, more than 2',
    });
  });

  // Names in an index must not lead out of the folder.
  it.each(['blobs/shadow', 'blobs/near', 'blobs/pipe', 'blobs/sub'])('refuses %s', async (name) => {
    await expect(files.read(name, 10)).rejects.toMatchObject({ code: 'LAYOUT_INVALID', message: `f: ${name} is not a regular file` });
    await expect(files.content(name, { layerIndex: 0 })).rejects.toMatchObject({ code: 'LAYOUT_INVALID' });
    expect(await files.has(name)).toBe(false);
  });

  it.each(['nothing', '../etc/passwd', 'blobs/../blobs/a', '/etc/passwd', 'away/passwd', 'blobs/a/b', 'a\0b', '', '.', 'x'.repeat(5_000)])(
    'does not find %j',
    async (name) => {
      expect(await files.read(name, 10)).toBeUndefined();
      expect(await files.has(name)).toBe(false);
    },
  );
});
