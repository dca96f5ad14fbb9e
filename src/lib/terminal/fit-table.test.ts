import { describe, expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';
import { fitTable, type TableColumn } from './fit-table.ts';

const columns: readonly TableColumn[] = [
  { head: 'NAME', least: 8 },
  { head: 'SIZE', isRight: true },
  { head: 'TITLE', least: 6, isOptional: true },
  { head: 'MORE', least: 4, isOptional: true },
];
const rows = [
  ['a', '1', 'short', 'x'],
  ['a-rather-long-name', '1000', 'a title that goes on', 'more of it'],
];

describe('fitTable', () => {
  it.each<[number, readonly string[]]>([
    [80, ['NAME                SIZE  TITLE                 MORE', 'a                      1  short                 x', 'a-rather-long-name  1000  a title that goes on  more of it']],
    [40, ['NAME        SIZE  TITLE       MORE', 'a              1  short       x', 'a-rather-…  1000  a title t…  more of it']],
    [28, ['NAME      SIZE  TITLE   MORE', 'a            1  short   x', 'a-rathe…  1000  a tit…  mor…']],
    [27, ['NAME       SIZE  TITLE', 'a             1  short', 'a-rather…  1000  a title t…']],
    [14, ['NAME      SIZE', 'a            1', 'a-rathe…  1000']],
    [5, ['NAME      SIZE', 'a            1', 'a-rathe…  1000']],
  ])('fits into %i columns', (width, expected) => {
    expect([...fitTable(columns, rows, width)]).toEqual(expected);
  }); // prettier-ignore

  it('counts columns of the terminal, not characters', () => {
    const [, line = ''] = [...fitTable([{ head: 'A', least: 4 }], [['漢字漢字漢字']], 7)];
    expect([line, displayWidth(line)]).toEqual(['漢字漢…', 7]);
  });

  it('leaves out optional columns that are empty', () => {
    expect([...fitTable(columns, [['a', '1', '', 'x']], 80)]).toEqual(['NAME  SIZE  MORE', 'a        1  x']);
  });

  it('has a head without rows', () => {
    expect([...fitTable(columns, [], 80)]).toEqual(['NAME  SIZE']);
  });
});
