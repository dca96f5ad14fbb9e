import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { writeDiff } from './write-diff.ts';

const hasPatch = spawnSync('patch', ['--version']).status === 0;

describe('writeDiff', () => {
  const text = 'a\nb\nc\nd\ne\nf\ng\nh\n';
  it.each<[string, string, readonly (string | undefined)[]]>([
    ['a changed line', text, ['a', 'B', 'c', 'd', 'e', 'f', 'g', 'h', '']],
    ['added lines, and a removed one', text, ['a\nx\ny', 'b', 'c', 'd', 'e', 'f', undefined, 'h', '']],
    ['a line after the last', text, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h\ni', '']],
    ['a changed last line without a line end', 'a\nb', ['a', 'c']],
    ['a line after the last, without a line end', 'a\nb', ['a', 'b\nc']],
    ['lines far apart', text.repeat(3), text.repeat(3).split('\n').map((line, at) => (at === 1 || at === 20 ? `${line}!` : line))],
  ])('is what the program patch applies: %s', (_, before, after) => {
    if (!hasPatch) return;
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'f'), before);
    const { status, stdout } = spawnSync('patch', ['-p0', '--fuzz=0', '--no-backup-if-mismatch'], { cwd: folder.path, input: writeDiff('f', before.split('\n'), after), encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, 'patching file f\n']);
    expect(readFileSync(join(folder.path, 'f'), 'utf8')).toBe(after.filter((line) => line !== undefined).join('\n'));
  });

  it('is empty where nothing changed', () => {
    expect(writeDiff('f', ['a', ''], ['a', ''])).toBe('');
  });
}); // prettier-ignore
