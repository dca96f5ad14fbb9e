import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { formatTar, type TarFile } from './format-tar.ts';

const long = (length: number, part = 'p'.repeat(20)): string => `${part}/`.repeat(Math.ceil(length / 21)).slice(0, length - 1) + 'f';
const files: readonly TarFile[] = [
  { name: 'b', bytes: Buffer.from('bee') },
  { name: 'a/empty', bytes: Buffer.alloc(0) },
  { name: 'a/key', bytes: Buffer.alloc(512, 'k'), mode: 0o600 },
  { name: long(100), bytes: Buffer.from('100') },
  { name: long(101), bytes: Buffer.from('101') },
  { name: long(255), bytes: Buffer.from('255') },
  { name: long(300), bytes: Buffer.from('300') },
  { name: 'n'.repeat(120), bytes: Buffer.from('no slash') },
  { name: 'ä/日本', bytes: Buffer.from('not ascii') },
];

describe('formatTar', () => {
  it('is what GNU tar unpacks to the same files, modes and order', () => {
    using folder = temporaryFolder();
    const archive = join(folder.path, 'x.tar');
    writeFileSync(archive, Buffer.concat([...formatTar(files)]));
    const listed = execFileSync('tar', ['--quoting-style=literal', '-tvf', archive], { encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' } }).trim().split('\n');
    expect(listed.map((line) => line.slice(line.indexOf(':00 ') + 4))).toEqual(files.map(({ name }) => name).sort());
    expect(listed.find((line) => line.endsWith('a/key'))).toBe('-rw------- 0/0             512 1970-01-01 00:00 a/key');
    execFileSync('tar', ['-C', folder.path, '-xf', archive]);
    for (const { name, bytes } of files) expect(readFileSync(join(folder.path, name)).equals(bytes)).toBe(true);
  }); // prettier-ignore

  it('is the same for the same files in any order', () => {
    expect(Buffer.concat([...formatTar(files.toReversed())]).equals(Buffer.concat([...formatTar(files)]))).toBe(true);
  });
});
